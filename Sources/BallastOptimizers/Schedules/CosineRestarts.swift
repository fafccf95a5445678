#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Half cosine waves that start anew (`CosineAnnealingWarmRestarts`; Loshchilov and Hutter, "SGDR",
/// 2017): the first is `first` long, each later one `multiplier` times as long as the one before.
public struct CosineRestarts: LearningRateSchedule {
    public let first: Int
    public let multiplier: Int
    public let minimum: Double

    /// - Precondition: `first` and `multiplier` are at least 1.
    public init(first: Int, multiplier: Int = 1, minimum: Double = 0) {
        precondition(first >= 1, "first cycle of \(first) is below 1")
        precondition(multiplier >= 1, "multiplier \(multiplier) is below 1")
        self.first = first
        self.multiplier = multiplier
        self.minimum = minimum
    }

    /// - Complexity: logarithmic in `index` unless the multiplier is 1, then constant.
    public func learningRate(base: Double, at index: Int) -> Double {
        var position = index
        var length = first
        if multiplier == 1 {
            position %= first
        } else {
            while position >= length {
                position -= length
                let (longer, overflow) = length.multipliedReportingOverflow(by: multiplier)
                length = overflow ? .max : longer
            }
        }
        let phase = Double(position) / Double(length)
        return minimum + (base - minimum) * (1 + cos(Double.pi * phase)) / 2
    }
}
