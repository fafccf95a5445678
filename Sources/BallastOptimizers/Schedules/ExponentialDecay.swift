#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `base · gamma^index` (`ExponentialLR`).
public struct ExponentialDecay: LearningRateSchedule {
    public let gamma: Double

    public init(gamma: Double) {
        self.gamma = gamma
    }

    public func learningRate(base: Double, at index: Int) -> Double {
        base * pow(gamma, Double(index))
    }
}
