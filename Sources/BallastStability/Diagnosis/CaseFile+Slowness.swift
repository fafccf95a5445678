import BallastEvents

extension CaseFile {
    /// The fewest steps that say how fast a run learns.
    private static let fewestSteps = 24
    /// The share of the loss that a change must win.
    private static let gain = 0.2

    /// What a run that nobody complains of is asked whether it can do better.
    ///
    /// - Parameters:
    ///   - channel: the training loss, which is compared step by step behind the first quarter; or
    ///     the validation loss, in the last third, for changes of the batch or the normalization,
    ///     which make training losses incomparable.
    ///   - steps: how far the run is looked at, at most.
    func slowness(_ channel: Channel = .trainLoss, within steps: Int = .max) -> Complaint? {
        guard mainComplaint == nil else { return nil }
        let last = breakdownComplaint.map { $0.onset - 1 } ?? record.lastStep
        let end = min(last, steps)
        guard end >= Self.fewestSteps else { return nil }
        let isValidation = channel == .validationLoss
        let window = (isValidation ? end * 2 / 3 : end / 4)...end
        guard let level = record[channel].within(window).values.finite.median, level > 0
        else { return nil }
        return Complaint(
            symptom: .slowLearning, channel: channel, onset: 1, window: window,
            reference: (1 - Self.gain) * level,
            relative: isValidation ? nil : 1 - Self.gain)
    }
}
