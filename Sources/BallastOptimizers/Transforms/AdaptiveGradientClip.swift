import BallastCore
import BallastGraph

/// Confines the norm of each unit's gradient to `clipping · max(‖w‖, ε)` of the unit's weights.
///
/// A unit is what feeds one output: a row of a matrix, a filter of a convolution. A tensor of rank
/// 1 is one unit.
///
/// Source: Brock et al. 2021, "High-performance large-scale image recognition without
/// normalization", equation 3.
public struct AdaptiveGradientClip: GradientTransform {
    public var clipping: Double
    public var epsilon: Double

    public init(_ clipping: Double = 0.01, epsilon: Double = 1e-3) {
        precondition(clipping > 0 && epsilon > 0, "clipping at \(clipping), ε \(epsilon)")
        self.clipping = clipping
        self.epsilon = epsilon
    }

    public func callAsFunction(
        _ updates: [ParameterUpdate], in trace: UpdateTrace
    ) -> [ParameterUpdate] {
        let (builder, one) = (trace.builder, trace.builder.constant(1))
        let leastWeight = builder.constant(epsilon)
        // Keeps the quotient finite where a gradient vanishes.
        let leastGradient = builder.constant(1e-6)
        return updates.map { item in
            let rank = item.slot.shape.rank
            let axes = Array((rank <= 1 ? 0 : 1)..<rank)
            func norm(_ tensor: Tensor) -> Tensor {
                tensor.squared().sum(axes: axes).squareRoot()
            }
            let limit = norm(item.parameter).maximum(leastWeight) * clipping
            let ratio = limit / norm(item.update).maximum(leastGradient)
            let factor = ratio.minimum(one)
            let spread = rank <= 1 ? factor : factor.broadcast(to: item.slot.shape, axes: axes)
            return item.with(item.update * spread)
        }
    }
}
