import BallastEvents

/// A loss that never gets below what guessing costs although the run was long enough.
///
/// Guessing costs `ln K`. A loss within 2 % of it counts as not below, unless the accuracy is
/// significantly above chance: noisy labels keep a loss that high in a model that learns.
public struct NotLearningDetector: RecordDetector {
    /// The steps that every run has to itself, and the passes over its data.
    static let steps = 100
    static let epochs = 2.0
    private static let margin = 0.98
    /// Standard errors above chance.
    private static let errors = 4.0

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        let series = record[.trainLoss]
        guard let guessing = record.guessingLoss, isLongEnough(record) else { return [] }
        let level = RollingMedian(series, width: max(series.levelWidth, min(25, series.count / 4)))
        guard let best = level.values.min(), let final = level.values.last,
            best > Self.margin * guessing, !isAboveChance(record)
        else { return [] }
        return [
            Finding(
                .notLearning, .trainLoss, steps: (series.steps.first ?? 0)...record.lastStep,
                value: final, threshold: Self.margin * guessing,
                text: "the training loss is \(final.short) after \(record.lastStep) steps;"
                    + " guessing costs \(guessing.short)")
        ]
    }

    private func isLongEnough(_ record: RunRecord) -> Bool {
        let epochs = record.stepsPerEpoch.map { Double(record.lastStep) / Double($0) }
        return record.lastStep >= Self.steps && (epochs ?? Self.epochs) >= min(Self.epochs, 2)
    }

    /// Whether the last quarter's accuracy could not come from guessing.
    private func isAboveChance(_ record: RunRecord) -> Bool {
        let accuracy = record[.trainAccuracy].values.finite
        guard let classes = record.classes, accuracy.count >= 8 else { return false }
        let tail = Array(accuracy.suffix(accuracy.count / 4))
        let chance = 1 / Double(classes)
        let batch = record.configuration.map { $0.batchSize * $0.accumulate } ?? 1
        let error = (chance * (1 - chance) / Double(tail.count * batch)).squareRoot()
        // Classes of unequal size let a constant answer be right more often than 1/K.
        return tail.mean > 1.25 * chance + Self.errors * error
    }
}
