#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The range tests of several seeds in one curve.
public struct RangeSummary: Hashable, Sendable {
    /// The means over the seeds, at the rates that every seed reached with finite losses.
    public let points: [RangePoint]
    /// The lowest rate at which a seed diverged; nil where none did.
    public let divergenceRate: Double?

    public init(_ curves: [RangeCurve]) {
        let length = curves.map { $0.points.count }.min() ?? 0
        let columns = (0..<length).map { index in curves.map { $0.points[index] } }
        points = columns.map { column in
            let mean = { (values: [Double]) in values.reduce(0, +) / Double(values.count) }
            let validations = column.compactMap(\.validationLoss)
            return RangePoint(
                learningRate: column[0].learningRate, loss: mean(column.map(\.loss)),
                smoothedLoss: mean(column.map(\.smoothedLoss)),
                validationLoss: validations.count == column.count ? mean(validations) : nil)
        }.filter { $0.loss.isFinite && $0.smoothedLoss.isFinite }
        divergenceRate = curves.compactMap(\.divergenceRate).min()
    }

    /// The rate at which the smoothed loss was lowest.
    public var lowestLossRate: Double? {
        points.min { $0.smoothedLoss < $1.smoothedLoss }?.learningRate
    }

    /// The same where the loss got down at all, by a twentieth of what it began at; otherwise its
    /// lowest point is chance.
    public var learnedRate: Double? {
        guard let first = points.first?.smoothedLoss,
            let lowest = points.map(\.smoothedLoss).min(), lowest < 0.95 * first
        else { return nil }
        return lowestLossRate
    }

    /// The rate at which the smoothed loss fell fastest against the rate's logarithm, before it was
    /// lowest; fastai's suggestion "steep".
    public var steepestRate: Double? {
        guard let lowest = lowestLossRate else { return nil }
        let falling = points.prefix { $0.learningRate <= lowest }
        let slopes = zip(falling, falling.dropFirst()).map { first, second in
            (
                (second.smoothedLoss - first.smoothedLoss)
                    / log(second.learningRate / first.learningRate), second.learningRate
            )
        }
        return slopes.filter { $0.0 < 0 }.min { $0.0 < $1.0 }?.1
    }
}
