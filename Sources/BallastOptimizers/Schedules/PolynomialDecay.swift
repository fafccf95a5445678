#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `base · (1 − min(index, total) / total)^power` (`PolynomialLR`).
public struct PolynomialDecay: LearningRateSchedule {
    public let total: Int
    public let power: Double

    /// - Precondition: `total` is at least 1.
    public init(total: Int, power: Double = 1) {
        precondition(total >= 1, "total \(total) is below 1")
        self.total = total
        self.power = power
    }

    public func learningRate(base: Double, at index: Int) -> Double {
        base * pow(1 - Double(min(index, total)) / Double(total), power)
    }
}
