import BallastGraph

/// Multiplies all updates by `min(1, limit / (norm + 10⁻⁶))` where norm is that of all of them
/// together, as PyTorch's `clip_grad_norm_`.
///
/// Source: Pascanu et al. 2013, "On the difficulty of training recurrent neural networks".
public struct ClipByGlobalNorm: GradientTransform {
    public var limit: Double

    public init(_ limit: Double) {
        precondition(limit > 0, "clipping at \(limit)")
        self.limit = limit
    }

    public func callAsFunction(
        _ updates: [ParameterUpdate], in trace: UpdateTrace
    ) -> [ParameterUpdate] {
        guard !updates.isEmpty else { return updates }
        let norm = Tensor.squaredNorm(updates.map(\.update)).squareRoot()
        let ratio = (norm + 1e-6).reciprocal() * limit
        let factor = ratio.minimum(trace.builder.constant(1))
        return updates.map { $0.with($0.update * factor) }
    }
}
