import BallastGraph

/// The maximum of each window of `(N, C, H, W)`, as PyTorch's `MaxPool2d`.
public struct MaxPool2D: Layer {
    public var attributes: PoolingAttributes

    /// - Parameter stride: the kernel's extent when nil.
    public init(
        _ kernel: Extent2D, stride: Extent2D? = nil, padding: Extent2D = 0, ceilMode: Bool = false
    ) {
        attributes = PoolingAttributes(
            kernel: kernel, stride: stride, padding: padding, ceilMode: ceilMode)
    }

    public func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        trace.scoped { input.maxPooled(attributes) }
    }
}
