import BallastEvents

extension CaseFile {
    /// What a run that nobody complains of is asked whether it can do better.
    ///
    /// - Parameters:
    ///   - channel: the training loss, or the validation loss for changes of the batch or the
    ///     normalization, which make training losses incomparable.
    ///   - steps: how far the run is looked at, at most.
    func slowness(_ channel: Channel = .trainLoss, within steps: Int = .max) -> Complaint? {
        guard mainComplaint == nil else { return nil }
        let last = breakdownComplaint.map { $0.onset - 1 } ?? record.lastStep
        return record.slowness(channel, upTo: min(last, steps))
    }
}

extension RunRecord {
    /// The fewest steps that say how fast a run learns.
    static let fewestTellingSteps = 24
    /// The share of the loss that a change must win.
    private static let gain = 0.2
    /// The share of what guessing costs above which nothing was learned.
    private static let guessing = 0.97

    /// What a change has to win on this run to be worth making: a fifth of the training loss, step
    /// by step behind the first quarter, or of the validation loss in the last third. Where nothing
    /// was learned by then, that something is.
    func slowness(_ channel: Channel, upTo end: Int) -> Complaint? {
        guard end >= Self.fewestTellingSteps else { return nil }
        let late = (end * 2 / 3)...end
        let isWhole = channel == .trainLoss && !isUnlearned(in: late)
        let window = isWhole ? (end / 4)...end : late
        guard let level = self[channel].within(window).values.finite.median, level > 0
        else { return nil }
        let learned = isUnlearned(in: late) ? guessingLoss.map { 0.95 * $0 } : nil
        return Complaint(
            symptom: .slowLearning, channel: channel, onset: 1, window: window,
            reference: learned ?? (1 - Self.gain) * level,
            relative: isWhole ? 1 - Self.gain : nil)
    }

    /// Whether the training loss of these steps is what guessing costs, or more.
    func isUnlearned(in late: ClosedRange<Int>) -> Bool {
        guard let guessingLoss, let level = self[.trainLoss].within(late).values.finite.median
        else { return false }
        return level > Self.guessing * guessingLoss
    }
}
