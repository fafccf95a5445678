import BallastGraph

/// Multiplies by the learning rate of the step; the last of nearly every chain.
public struct ScaleByLearningRate: GradientTransform {
    public init() {}

    public func callAsFunction(
        _ updates: [ParameterUpdate], in trace: UpdateTrace
    ) -> [ParameterUpdate] {
        let rate = trace.learningRate
        return updates.map { $0.with($0.update * rate) }
    }
}
