import BallastCore
import BallastGraph

/// `x·wᵀ + b`, as PyTorch's `Linear`: `(N, …)` is flattened to `(N, I)` and gives `(N, O)`.
///
/// State: `weight` `(O, I)` and, unless switched off, `bias` `(O)`.
public struct Linear: Layer {
    public var outputs: Int
    public var hasBias: Bool
    public var initializer: Initializer

    /// - Parameter initializer: of the weight; the bias begins uniform in ±1/√I.
    public init(_ outputs: Int, bias: Bool = true, initializer: Initializer = .kaimingUniform) {
        self.outputs = outputs
        hasBias = bias
        self.initializer = initializer
    }

    public func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        let shape: Shape = [outputs, input.shape.count / input.shape[0]]
        let weight = trace.weight(shape, initializer)
        let bias = hasBias ? trace.bias(ofWeight: shape) : nil
        return trace.scoped { input.linear(weight: weight, bias: bias) }
    }
}
