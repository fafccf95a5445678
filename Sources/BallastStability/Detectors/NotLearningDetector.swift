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
    private static let parts = 8
    /// Standard errors of the loss below guessing, or of the accuracy above chance.
    private static let errors = 4.0

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        let series = record[.trainLoss]
        guard let guessing = record.guessingLoss, isLongEnough(record),
            series.values.allSatisfy(\.isFinite), !isAboveChance(record)
        else { return [] }
        let threshold = Self.margin * guessing
        let isBelow = series.blocks(Self.parts).contains { block in
            guard let level = block.values.median, let deviation = block.values.robustDeviation
            else { return false }
            let error = 1.253 * deviation / Double(block.count).squareRoot()
            return level < threshold - Self.errors * error
        }
        let late = Array(series.values.suffix(series.count / 2))
        let error = (late.robustDeviation ?? 0) / Double(late.count).squareRoot()
        guard !isBelow, late.mean > threshold - 2 * error else { return [] }
        return [
            Finding(
                .notLearning, .trainLoss, steps: (series.steps.first ?? 0)...record.lastStep,
                value: late.mean, threshold: threshold,
                text: "the training loss is \(late.mean.short) after \(record.lastStep) steps;"
                    + " guessing costs \(guessing.short)")
        ]
    }

    private func isLongEnough(_ record: RunRecord) -> Bool {
        let epochs = record.stepsPerEpoch.map { Double(record.lastStep) / Double($0) }
        return record.lastStep >= Self.steps && (epochs ?? Self.epochs) >= Self.epochs
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
