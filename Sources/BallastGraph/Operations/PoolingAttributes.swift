import BallastCore

/// The geometry of a two-dimensional pooling window, as in PyTorch's `MaxPool2d` and `AvgPool2d`.
public struct PoolingAttributes: Hashable, Sendable {
    public var kernel: Extent2D
    public var stride: Extent2D
    public var padding: Extent2D
    /// Whether a window that overhangs the end still gives an output.
    public var ceilMode: Bool
    /// For averages: whether padded zeros count in the divisor.
    public var countsPadding: Bool

    public init(
        kernel: Extent2D, stride: Extent2D? = nil, padding: Extent2D = 0, ceilMode: Bool = false,
        countsPadding: Bool = true
    ) {
        self.kernel = kernel
        self.stride = stride ?? kernel
        self.padding = padding
        self.ceilMode = ceilMode
        self.countsPadding = countsPadding
    }

    /// `(N, C, H, W)` gives `(N, C, H', W')`.
    public func outputShape(input: Shape) -> Shape {
        precondition(input.rank == 4, "pooling of \(input)")
        return [
            input[0], input[1],
            extent(input[2], kernel.height, stride.height, padding.height),
            extent(input[3], kernel.width, stride.width, padding.width),
        ]
    }

    /// How far the last window reaches beyond the input and its leading padding, per dimension.
    public func trailingPadding(input: Shape) -> Extent2D {
        let output = outputShape(input: input)
        return Extent2D(
            height: (output[2] - 1) * stride.height + kernel.height - input[2] - padding.height,
            width: (output[3] - 1) * stride.width + kernel.width - input[3] - padding.width)
    }

    private func extent(_ size: Int, _ kernel: Int, _ stride: Int, _ pad: Int) -> Int {
        let span = size + 2 * pad - kernel
        precondition(
            span >= 0 || ceilMode, "a window of \(kernel) does not fit \(size) with padding \(pad)")
        guard ceilMode else { return span / stride + 1 }
        let count = (span + stride - 1) / stride + 1
        // A window may not begin in the trailing padding.
        return (count - 1) * stride >= size + pad ? count - 1 : count
    }
}
