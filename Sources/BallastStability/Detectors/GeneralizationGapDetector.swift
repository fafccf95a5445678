import BallastEvents

/// A validation loss that rises slowly while the training loss falls: overfitting.
public struct GeneralizationGapDetector: RecordDetector {
    /// Validations after the best one that a slope needs.
    private static let points = 5
    private static let ratio = 1.15
    /// Kendall's τ of the validations after the best; 0.6 of five or more is p < 0.1, of eight
    /// 0.02.
    private static let order = 0.6

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        let series = record[.validationLoss]
        let level = RollingMedian(series, width: 3)
        guard let best = level.values.min(), let at = level.values.firstIndex(of: best),
            let final = level.values.last
        else { return [] }
        let from = level.steps[max(0, at - 1)]
        let rising = series.within(from...max(from, record.lastStep))
        guard rising.count > Self.points, final > Self.ratio * best,
            rising.values.allSatisfy(\.isFinite), Self.kendall(rising.values) > Self.order,
            trainFalls(record, from: from, below: final), !isSampling(record, best, final)
        else { return [] }
        return [
            Finding(
                .generalizationGap, .validationLoss, steps: from...record.lastStep, value: final,
                threshold: Self.ratio * best,
                text: "the validation loss rises from \(best.short) at step \(from) to"
                    + " \(final.short) while the training loss falls")
        ]
    }

    private func trainFalls(_ record: RunRecord, from step: Int, below final: Double) -> Bool {
        let train = record[.trainLoss].within(step...max(step, record.lastStep)).values.finite
        guard train.count >= 4 else { return false }
        let half = train.count / 2
        guard let first = Array(train[..<half]).median, let second = Array(train[half...]).median
        else { return false }
        return second < first && second < final
    }

    private func isSampling(_ record: RunRecord, _ best: Double, _ final: Double) -> Bool {
        guard var last = record.validations.last else { return false }
        last.loss = final
        var first = last
        first.loss = best
        // Three validations on the same images make each level.
        guard let allowance = record.samplingAllowance(between: first, and: last) else {
            return false
        }
        return final - best < allowance / 3.0.squareRoot()
    }

    /// The share of pairs in rising order minus that of pairs in falling order.
    static func kendall(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        var sum = 0
        for (index, value) in values.enumerated() {
            for other in values[(index + 1)...] where other != value {
                sum += other > value ? 1 : -1
            }
        }
        return Double(2 * sum) / Double(values.count * (values.count - 1))
    }
}
