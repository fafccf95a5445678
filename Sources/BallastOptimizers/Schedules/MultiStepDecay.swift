#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `base · gamma^(number of milestones ≤ index)` (`MultiStepLR`).
public struct MultiStepDecay: LearningRateSchedule {
    public let milestones: [Int]
    public let gamma: Double

    public init(milestones: [Int], gamma: Double = 0.1) {
        self.milestones = milestones
        self.gamma = gamma
    }

    public func learningRate(base: Double, at index: Int) -> Double {
        let passed = milestones.count { $0 <= index }
        return base * pow(gamma, Double(passed))
    }
}
