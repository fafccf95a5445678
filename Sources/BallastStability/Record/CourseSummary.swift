import BallastEvents

/// The course of a run in a few numbers, to compare it with another.
public struct CourseSummary: Codable, Hashable, Sendable {
    /// The highest validation loss; NaN counts as higher than any number, and stands for a run that
    /// was never validated.
    public var peakValidationLoss: Double
    public var finalValidationLoss: Double
    public var finalTrainLoss: Double
    /// Whether all training and validation losses were finite.
    public var finite: Bool
    /// The number of training steps made.
    public var steps: Int

    public init(_ record: RunRecord) {
        let validation = record[.validationLoss].values
        let training = record[.trainLoss].values
        peakValidationLoss =
            validation.contains(where: \.isNaN) ? .nan : validation.max() ?? .nan
        finalValidationLoss = validation.last ?? .nan
        // The mean of the last few, because one batch says little.
        let last = training.suffix(max(1, min(16, training.count / 10)))
        finalTrainLoss =
            last.isEmpty ? .nan : last.reduce(0, +) / Double(last.count)
        finite =
            (training + validation).allSatisfy(\.isFinite) && record.status != .diverged
            && !training.isEmpty
        steps = training.count
    }
}
