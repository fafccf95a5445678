#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One rise and one fall of the rate along cosines, momentum moving the other way (`OneCycleLR`
/// with cosine annealing and two phases; Smith and Topin, "Super-convergence", 2018).
///
/// The rate goes from `maximum / divisor` to `maximum` and down to
/// `maximum / divisor / finalDivisor`; the run's base rate has no part in it. PyTorch refuses to go
/// beyond `total`; here the last value is held.
public struct OneCycle: LearningRateSchedule {
    public let maximum: Double
    public let total: Int
    public let start: Double
    public let divisor: Double
    public let finalDivisor: Double
    /// Lowest and highest momentum; nil: momentum is left as it is.
    public let momentumRange: ClosedRange<Double>?

    /// - Parameter start: the fraction of the cycle in which the rate rises, in 0 … 1.
    /// - Precondition: `total` is at least 1.
    public init(
        maximum: Double, total: Int, start: Double = 0.3, divisor: Double = 25,
        finalDivisor: Double = 1e4, momentumRange: ClosedRange<Double>? = 0.85...0.95
    ) {
        precondition(total >= 1, "total \(total) is below 1")
        self.maximum = maximum
        self.total = total
        self.start = start
        self.divisor = divisor
        self.finalDivisor = finalDivisor
        self.momentumRange = momentumRange
    }

    public func learningRate(base: Double, at index: Int) -> Double {
        let lowest = maximum / divisor
        return value(at: index, from: lowest, over: maximum, to: lowest / finalDivisor)
    }

    public func momentum(at index: Int) -> Double? {
        momentumRange.map { range in
            value(
                at: index, from: range.upperBound, over: range.lowerBound, to: range.upperBound)
        }
    }

    private func value(at index: Int, from first: Double, over peak: Double, to last: Double)
        -> Double
    {
        let position = Double(min(index, total - 1))
        let turn = start * Double(total) - 1
        let end = Double(total - 1)
        if position <= turn {
            return turn > 0 ? Self.anneal(first, peak, position / turn) : peak
        }
        return end > turn ? Self.anneal(peak, last, (position - turn) / (end - turn)) : last
    }

    private static func anneal(_ from: Double, _ to: Double, _ fraction: Double) -> Double {
        to + (from - to) / 2 * (1 + cos(Double.pi * fraction))
    }
}
