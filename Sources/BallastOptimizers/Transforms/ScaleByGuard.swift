import BallastGraph

/// Multiplies all gradients by a number of the step: what a guard scales them down by.
public struct ScaleByGuard: GradientTransform {
    public init() {}

    public func callAsFunction(
        _ updates: [ParameterUpdate], in trace: UpdateTrace
    ) -> [ParameterUpdate] {
        let scale = trace.builder.scalar(.gradientScale)
        return updates.map { $0.with($0.update * scale) }
    }
}
