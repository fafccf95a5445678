import Ballast

/// Three blocks of convolution, normalization, rectifier and pooling, and a linear classifier.
struct TinyNet: Layer {
    var classes: Int

    func callAsFunction(_ images: Tensor, in trace: Trace) -> Tensor {
        trace.scoped {
            var x = images
            for (index, width) in [16, 32, 64].enumerated() {
                let block = trace["block\(index)"]
                let convolution = Convolution2D(width, kernel: 3, padding: 1, bias: false)
                x = convolution(x, in: block["conv"])
                x = BatchNorm2D()(x, in: block["bn"])
                x = Activation.relu(x, in: block)
                x = MaxPool2D(2)(x, in: block)
            }
            x = AdaptiveAveragePool2D(1)(x, in: trace)
            return Linear(classes)(x, in: trace["fc"])
        }
    }
}
