import BallastGraph

/// ``BatchNorm2D``, ``GroupNorm`` or, without normalization, a layer that passes its input on and
/// has no state.
public struct NormalizationLayer: Layer {
    public var normalization: Normalization
    public var epsilon: Double

    public init(_ normalization: Normalization, epsilon: Double = 1e-5) {
        self.normalization = normalization
        self.epsilon = epsilon
    }

    public func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        switch normalization {
        case .none: input
        case .batch: BatchNorm2D(epsilon: epsilon)(input, in: trace)
        case .group: GroupNorm(epsilon: epsilon)(input, in: trace)
        }
    }
}
