import BallastCore
import BallastGraph
import BallastNN

/// 3×3 convolutions of one width without shortcuts: `conv1`, `conv2`, … with `bn1`, `bn2`, …
/// behind them where normalization is asked for, and `fc` behind the mean over the image.
///
/// Max pooling halves the image behind every second convolution as long as 4×4 are left.
public struct PlainCNN: Model {
    public var options: ModelOptions
    /// The number of convolutions.
    public var depth: Int
    /// The channels of each.
    public var width: Int

    public init(_ options: ModelOptions, depth: Int = 4, width: Int = 32) {
        self.options = options
        self.depth = depth
        self.width = width
    }

    public func callAsFunction(_ images: Tensor, in trace: Trace) -> Tensor {
        let trace = options.initialized(trace)
        let hidden = HiddenLayers(options, usual: Self.defaultNormalization)
        let convolution = Convolution2D(width, kernel: 3, padding: 1, bias: hidden.needsBias)
        var x = images
        for layer in 1...depth {
            x = convolution(x, in: trace["conv\(layer)"])
            x = hidden.normalize(x, in: trace["bn\(layer)"])
            x = hidden.activate(x, in: trace)
            if layer.isMultiple(of: 2), x.shape[2] >= 8 { x = MaxPool2D(2)(x, in: trace) }
        }
        x = AdaptiveAveragePool2D(1)(x, in: trace["avgpool"])
        x = Dropout(options.dropout ?? 0)(x, in: trace["dropout"])
        return Linear(options.classes)(x, in: trace[last: "fc"])
    }
}
