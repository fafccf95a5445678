import BallastCore
import BallastGraph

/// ``BatchNorm2D``, ``GroupNorm`` or, without normalization, a layer that passes its input on and
/// has no state.
public struct NormalizationLayer: Layer {
    public var normalization: Normalization
    public var epsilon: Double
    /// The share of the new batch in batch normalization's running statistics.
    public var momentum: Double

    public init(
        _ normalization: Normalization, epsilon: Double = 1e-5, momentum: Double = 0.1
    ) {
        self.normalization = normalization
        self.epsilon = epsilon
        self.momentum = momentum
    }

    public func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        switch normalization {
        case .none: input
        case .batch: BatchNorm2D(epsilon: epsilon, momentum: momentum)(input, in: trace)
        case .group:
            GroupNorm(maximumGroups: Self.groups(of: input.shape), epsilon: epsilon)(
                input, in: trace)
        }
    }

    /// The usual 32 groups, but no group of so few values that their own mean and deviation leave
    /// nothing of them: a group of one value is always zero, as that of a dense layer's unit.
    static func groups(of shape: Shape) -> Int {
        min(32, max(1, shape.count / shape[0] / fewestValues))
    }

    private static let fewestValues = 16
}
