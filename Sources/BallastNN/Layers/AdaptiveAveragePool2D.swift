import BallastGraph

/// Averages `(N, C, H, W)` to a given extent, as PyTorch's `AdaptiveAvgPool2d`.
public struct AdaptiveAveragePool2D: Layer {
    public var extent: Extent2D

    public init(_ extent: Extent2D) {
        self.extent = extent
    }

    public func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        trace.scoped { input.adaptiveAveragePooled(to: extent) }
    }
}
