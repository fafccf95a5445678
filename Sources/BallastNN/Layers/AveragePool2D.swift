import BallastGraph

/// The mean of each window of `(N, C, H, W)`, as PyTorch's `AvgPool2d`.
public struct AveragePool2D: Layer {
    public var attributes: PoolingAttributes

    /// - Parameters:
    ///   - stride: the kernel's extent when nil.
    ///   - countsPadding: whether padded zeros count in the divisor.
    public init(
        _ kernel: Extent2D, stride: Extent2D? = nil, padding: Extent2D = 0, ceilMode: Bool = false,
        countsPadding: Bool = true
    ) {
        attributes = PoolingAttributes(
            kernel: kernel, stride: stride, padding: padding, ceilMode: ceilMode,
            countsPadding: countsPadding)
    }

    public func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        trace.scoped { input.averagePooled(attributes) }
    }
}
