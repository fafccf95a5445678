import BallastGraph

/// A part of a model: a value that records its operations when it is called on a symbolic tensor.
///
/// A layer holds its configuration but no weights. Those are slots that it names through the
/// ``Trace`` while it is traced, with shapes that follow from the input's; so a layer need not be
/// told how many channels it will get. A model of one's own composes layers:
///
/// ```swift
/// struct TinyNet: Layer {
///     var classes = 7
///
///     func callAsFunction(_ images: Tensor, in trace: Trace) -> Tensor {
///         trace.scoped {
///             var x = images
///             for (index, width) in [16, 32, 64].enumerated() {
///                 let block = trace["block\(index)"]
///                 let convolution = Convolution2D(width, kernel: 3, padding: 1, bias: false)
///                 x = convolution(x, in: block["conv"])
///                 x = BatchNorm2D()(x, in: block["bn"])
///                 x = Activation.relu(x, in: block)
///                 x = MaxPool2D(2)(x, in: block)
///             }
///             x = AdaptiveAveragePool2D(1)(x, in: trace)
///             return Linear(classes)(x, in: trace["fc"])
///         }
///     }
/// }
/// ```
///
/// Within ``Trace/scoped(_:)`` every operation carries the layer's name, which is what reports per
/// layer are made from. The layers of this module do so by themselves; a composite needs it only
/// for operations that it applies to tensors directly, such as the sum of a residual block.
public protocol Layer: Sendable {
    /// Records this layer's operations on `input` and returns its output.
    ///
    /// - Precondition: the input's shape fits the layer.
    func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor
}
