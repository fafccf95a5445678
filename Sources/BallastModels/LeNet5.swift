import BallastGraph
import BallastNN

/// LeNet-5 with rectifiers, or another activation, and max pooling, its first convolution padded by
/// 2: `conv1`, `conv2`, `fc1`, `fc2`, `fc3`, with `bn1` and `bn2` behind the convolutions where
/// normalization is asked for.
///
/// Source: LeCun et al. 1998, "Gradient-based learning applied to document recognition".
public struct LeNet5: Model {
    public var options: ModelOptions

    public init(_ options: ModelOptions) {
        self.options = options
    }

    public var minimumImageSize: Int { 12 }

    public func callAsFunction(_ images: Tensor, in trace: Trace) -> Tensor {
        let trace = options.initialized(trace)
        let hidden = HiddenLayers(options, usual: Self.defaultNormalization)
        var x = images
        for (index, width) in [6, 16].enumerated() {
            let convolution = Convolution2D(
                width, kernel: 5, padding: index == 0 ? 2 : 0, bias: hidden.needsBias)
            x = convolution(x, in: trace["conv\(index + 1)"])
            x = hidden.normalize(x, in: trace["bn\(index + 1)"])
            x = hidden.activate(x, in: trace)
            x = MaxPool2D(2)(x, in: trace)
        }
        x = Flatten()(x, in: trace)
        for (index, width) in [120, 84].enumerated() {
            x = Linear(width)(x, in: trace["fc\(index + 1)"])
            x = hidden.activate(x, in: trace)
        }
        x = Dropout(options.dropout ?? 0)(x, in: trace["dropout"])
        return Linear(options.classes)(x, in: trace[last: "fc3"])
    }
}
