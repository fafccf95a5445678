/// Something that a detector saw: which channel, when, how far beyond which threshold.
public struct Finding: Codable, Hashable, Sendable {
    public var symptom: Symptom
    public var channel: Channel
    /// The first step that shows it; steps count updates from 1, 0 is the state before training.
    public var firstStep: Int
    /// The last step that shows it.
    public var lastStep: Int
    /// The measured value that is furthest from normal, in the unit of the threshold.
    public var value: Double
    public var threshold: Double
    /// One sentence for a person.
    public var text: String
    /// Set for spikes and divergences.
    public var outcome: SpikeOutcome?

    public init(
        _ symptom: Symptom, _ channel: Channel, steps: ClosedRange<Int>, value: Double,
        threshold: Double, text: String, outcome: SpikeOutcome? = nil
    ) {
        self.symptom = symptom
        self.channel = channel
        firstStep = steps.lowerBound
        lastStep = steps.upperBound
        self.value = value
        self.threshold = threshold
        self.text = text
        self.outcome = outcome
    }

    public var steps: ClosedRange<Int> { firstStep...max(firstStep, lastStep) }
}
