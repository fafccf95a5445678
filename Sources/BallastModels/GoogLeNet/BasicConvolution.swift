import BallastGraph
import BallastNN

/// Convolution `conv`, normalization `bn` and rectifier, padded so that stride 1 keeps the extent.
struct BasicConvolution: Layer {
    var width: Int
    var kernel: Int
    var stride = 1
    var normalization: Normalization

    func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        let convolution = Convolution2D(
            width, kernel: Extent2D(kernel), stride: Extent2D(stride),
            padding: Extent2D(kernel / 2), bias: normalization == .none,
            initializer: GoogLeNet.initializer)
        var x = convolution(input, in: trace["conv"])
        x = normalization.layer(epsilon: 0.001)(x, in: trace["bn"])
        return Activation.relu(x, in: trace)
    }
}
