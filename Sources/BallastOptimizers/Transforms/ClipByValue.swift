import BallastGraph

/// Confines every element to `-limit ... limit`, as PyTorch's `clip_grad_value_`.
public struct ClipByValue: GradientTransform {
    public var limit: Double

    public init(_ limit: Double) {
        precondition(limit > 0, "clipping at \(limit)")
        self.limit = limit
    }

    public func callAsFunction(
        _ updates: [ParameterUpdate], in trace: UpdateTrace
    ) -> [ParameterUpdate] {
        let upper = trace.builder.constant(limit)
        let lower = trace.builder.constant(-limit)
        return updates.map { $0.with($0.update.minimum(upper).maximum(lower)) }
    }
}
