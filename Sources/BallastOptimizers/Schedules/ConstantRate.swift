/// The base learning rate throughout.
public struct ConstantRate: LearningRateSchedule {
    public init() {}

    public func learningRate(base: Double, at index: Int) -> Double {
        base
    }
}
