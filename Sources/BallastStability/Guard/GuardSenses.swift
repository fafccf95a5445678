import BallastEvents

/// What the guard sees of a run: its detectors, which go back with a roll-back.
struct GuardSenses: Codable, Hashable, Sendable {
    var loss: SpikeDetector
    var gradient: SpikeDetector
    var validation: SpikeDetector
    /// The onset of the spike that was reported as it began, per channel.
    var announced: [Channel: Int] = [:]
    /// The lowest level of the loss so far.
    var bestLevel = Double.infinity
    /// The last step at which a loss was above its course.
    var lastHigh: Int?

    init(guessingLoss: Double?) {
        loss = SpikeDetector(.trainingLoss, guessingLoss: guessingLoss)
        gradient = SpikeDetector(.gradientNorm)
        validation = SpikeDetector(.validationLoss, guessingLoss: guessingLoss)
    }
}
