import BallastEvents

/// The numbers of a run as comma-separated values: a row for each step, empty cells where nothing
/// was measured, `nan`, `inf` and `-inf` where a number is not finite.
public struct MetricsTable {
    private let record: RunRecord

    public init(_ record: RunRecord) {
        self.record = record
    }

    private static let columns: [(name: String, channel: Channel)] = [
        ("train_loss", .trainLoss), ("train_accuracy", .trainAccuracy),
        ("validation_loss", .validationLoss), ("validation_accuracy", .validationAccuracy),
        ("validation_loss_batch_statistics", .validationLossBatchStatistics),
        ("validation_loss_reestimated", .validationLossReestimated),
        ("learning_rate", .learningRate), ("gradient_norm", .gradientNorm),
        ("update_ratio", .updateRatio),
    ]

    /// The whole table, its header first. Columns without a single value are left out.
    public var text: String {
        let columns = Self.columns.filter { !record[$0.channel].isEmpty }
        var text = (["step"] + columns.map(\.name)).joined(separator: ",") + "\n"
        let series = columns.map { record[$0.channel] }
        var positions = [Int](repeating: 0, count: series.count)
        while let step = zip(series, positions).compactMap({ series, position in
            position < series.count ? series.steps[position] : nil
        }).min() {
            var cells = ["\(step)"]
            for (index, series) in series.enumerated() {
                var cell = ""
                // Of two values of one step the later counts.
                while positions[index] < series.count, series.steps[positions[index]] == step {
                    cell = "\(series.values[positions[index]])"
                    positions[index] += 1
                }
                cells.append(cell)
            }
            text += cells.joined(separator: ",") + "\n"
        }
        return text
    }
}
