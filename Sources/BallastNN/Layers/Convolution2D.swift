import BallastCore
import BallastGraph

/// A two-dimensional convolution, as PyTorch's `Conv2d`: `(N, C, H, W)` gives `(N, O, H', W')`.
///
/// State: `weight` `(O, C/groups, kH, kW)` and, unless switched off, `bias` `(O)`.
public struct Convolution2D: Layer {
    public var outputChannels: Int
    public var kernel: Extent2D
    public var attributes: ConvolutionAttributes
    public var hasBias: Bool
    public var initializer: Initializer

    /// - Parameters:
    ///   - outputChannels: a multiple of `groups`; so must be the input's channels.
    ///   - initializer: of the weight; the bias begins uniform in ±1/√fan_in.
    public init(
        _ outputChannels: Int, kernel: Extent2D, stride: Extent2D = 1, padding: Extent2D = 0,
        dilation: Extent2D = 1, groups: Int = 1, bias: Bool = true,
        initializer: Initializer = .kaimingUniform
    ) {
        self.outputChannels = outputChannels
        self.kernel = kernel
        attributes = ConvolutionAttributes(
            stride: stride, padding: padding, dilation: dilation, groups: groups)
        hasBias = bias
        self.initializer = initializer
    }

    public func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        let shape: Shape = [
            outputChannels, input.shape[1] / attributes.groups, kernel.height, kernel.width,
        ]
        let weight = trace.weight(shape, initializer)
        let bias = hasBias ? trace.bias(ofWeight: shape) : nil
        return trace.scoped { input.convolved(weight: weight, bias: bias, attributes) }
    }
}
