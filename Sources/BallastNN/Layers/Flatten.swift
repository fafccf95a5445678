import BallastGraph

/// `(N, …)` as `(N, product)`, in the order of the dimensions.
public struct Flatten: Layer {
    public init() {}

    public func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        trace.scoped { input.flattened() }
    }
}
