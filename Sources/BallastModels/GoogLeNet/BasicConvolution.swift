import BallastGraph
import BallastNN

/// Convolution `conv`, normalization `bn` and activation, padded so that stride 1 keeps the extent.
struct BasicConvolution: Layer {
    var width: Int
    var kernel: Int
    var stride = 1
    var hidden: HiddenLayers

    func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        let convolution = Convolution2D(
            width, kernel: Extent2D(kernel), stride: Extent2D(stride),
            padding: Extent2D(kernel / 2), bias: hidden.needsBias,
            initializer: GoogLeNet.initializer)
        var x = convolution(input, in: trace["conv"])
        x = hidden.normalize(x, in: trace["bn"])
        return hidden.activate(x, in: trace)
    }
}
