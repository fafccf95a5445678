import BallastGraph

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The numbers that one run is given.
public struct StepScalars: Sendable {
    public var learningRate: Double
    public var momentum: Double
    /// The number of this update, counted from 1; also selects the dropout masks.
    public var step: Int
    public var seed: UInt64
    public var statisticsMomentum: Double
    public var gradientScale: Double

    public init(
        learningRate: Double = 0, momentum: Double = 0, step: Int = 1, seed: UInt64 = 0,
        statisticsMomentum: Double = 0.1, gradientScale: Double = 1
    ) {
        self.learningRate = learningRate
        self.momentum = momentum
        self.step = step
        self.seed = seed
        self.statisticsMomentum = statisticsMomentum
        self.gradientScale = gradientScale
    }

    public func value(of source: ScalarSource) -> Double {
        switch source {
        case .learningRate: learningRate
        case .momentum: momentum
        case .step: Double(step)
        case .isFirstStep: step == 1 ? 1 : 0
        case .biasCorrection(let decay): 1 - pow(decay, Double(step))
        case .statisticsMomentum: statisticsMomentum
        case .gradientScale: gradientScale
        }
    }
}
