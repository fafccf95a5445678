#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `base · gamma^⌊index / size⌋` (`StepLR`).
public struct StepDecay: LearningRateSchedule {
    public let size: Int
    public let gamma: Double

    /// - Precondition: `size` is at least 1.
    public init(size: Int, gamma: Double = 0.1) {
        precondition(size >= 1, "step size \(size) is below 1")
        self.size = size
        self.gamma = gamma
    }

    public func learningRate(base: Double, at index: Int) -> Double {
        base * pow(gamma, Double(index / size))
    }
}
