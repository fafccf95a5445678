import BallastCore
import BallastGraph
import BallastNN

/// A residual block of two 3×3 convolutions, or a bottleneck of 1×1, 3×3 and four times as wide
/// 1×1; where its output has another shape than its input, `downsample` projects the input.
struct ResidualBlock: Layer {
    var width: Int
    var stride: Int
    var isBottleneck: Bool
    var hidden: HiddenLayers

    func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        let output = isBottleneck ? width * 4 : width
        var x = input
        let convolutions =
            isBottleneck
            ? [(width, 1, 1), (width, 3, stride), (output, 1, 1)]
            : [(width, 3, stride), (width, 3, 1)]
        for (index, (channels, kernel, stride)) in convolutions.enumerated() {
            x = convolution(channels, kernel, stride)(x, in: trace["conv\(index + 1)"])
            x = hidden.normalize(x, in: trace["bn\(index + 1)"])
            if index < convolutions.count - 1 { x = hidden.activate(x, in: trace) }
        }
        var shortcut = input
        if input.shape[1] != output || stride != 1 {
            let projection = Sequential(convolution(output, 1, stride), hidden.normalize)
            shortcut = projection(input, in: trace["downsample"])
        }
        return trace.scoped { (x + shortcut).unary(hidden.activate.function) }
    }

    private func convolution(_ channels: Int, _ kernel: Int, _ stride: Int) -> Convolution2D {
        Convolution2D(
            channels, kernel: Extent2D(kernel), stride: Extent2D(stride),
            padding: Extent2D(kernel / 2), bias: hidden.needsBias,
            initializer: .kaimingNormal(.output))
    }
}
