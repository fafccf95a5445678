import BallastCore

/// The geometry of a two-dimensional convolution, as in PyTorch's `Conv2d`.
public struct ConvolutionAttributes: Hashable, Sendable {
    public var stride: Extent2D
    public var padding: Extent2D
    /// The distance between kernel taps; 1 is dense.
    public var dilation: Extent2D
    public var groups: Int
    /// A rectifier applied to the result while it is still in registers.
    public var fusesReLU: Bool

    public init(
        stride: Extent2D = 1, padding: Extent2D = 0, dilation: Extent2D = 1, groups: Int = 1,
        fusesReLU: Bool = false
    ) {
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.groups = groups
        self.fusesReLU = fusesReLU
    }

    /// `(N, C, H, W)` and `(O, C/groups, kH, kW)` give `(N, O, H', W')`.
    public func outputShape(input: Shape, weight: Shape) -> Shape {
        precondition(
            input.rank == 4 && weight.rank == 4 && input[1] == weight[1] * groups
                && weight[0] % groups == 0,
            "convolution of \(input) with weights \(weight) in \(groups) groups")
        func extent(_ size: Int, _ kernel: Int, _ stride: Int, _ pad: Int, _ dilation: Int) -> Int {
            let span = size + 2 * pad - dilation * (kernel - 1) - 1
            precondition(
                span >= 0, "a kernel of \(kernel) does not fit \(size) with padding \(pad)")
            return span / stride + 1
        }
        return [
            input[0], weight[0],
            extent(input[2], weight[2], stride.height, padding.height, dilation.height),
            extent(input[3], weight[3], stride.width, padding.width, dilation.width),
        ]
    }
}
