#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `minimum + (base − minimum) · (1 + cos(π · index / total)) / 2` (`CosineAnnealingLR`).
///
/// Beyond `total` the wave goes on upwards, as PyTorch's does.
public struct CosineDecay: LearningRateSchedule {
    public let total: Int
    public let minimum: Double

    /// - Precondition: `total` is at least 1.
    public init(total: Int, minimum: Double = 0) {
        precondition(total >= 1, "total \(total) is below 1")
        self.total = total
        self.minimum = minimum
    }

    public func learningRate(base: Double, at index: Int) -> Double {
        let phase = Double(index) / Double(total)
        return minimum + (base - minimum) * (1 + cos(Double.pi * phase)) / 2
    }
}
