import BallastCore
import BallastGraph
import BallastNN
import Testing

/// Every layer of the module with an input that shows what it does, for the contract suite.
struct EveryLayer: CustomTestStringConvertible {
    let testDescription: String
    let layer: any Layer
    let input: Shape
    let output: Shape
    /// Shapes by name.
    let state: [String: Shape]

    init(
        _ description: String, _ layer: any Layer, _ input: Shape, _ output: Shape,
        _ state: [String: Shape] = [:]
    ) {
        testDescription = description
        self.layer = layer
        self.input = input
        self.output = output
        self.state = state
    }

    static let images: Shape = [2, 6, 9, 7]

    static let all = convolutions + normalizations + pools + others

    static let convolutions = [
        EveryLayer(
            "convolution", Convolution2D(4, kernel: 3), images, [2, 4, 7, 5],
            ["weight": [4, 6, 3, 3], "bias": [4]]),
        EveryLayer(
            "strided, padded, dilated convolution in groups",
            Convolution2D(
                4, kernel: Extent2D(height: 3, width: 2), stride: 2, padding: 1, dilation: 2,
                groups: 2, bias: false),
            images, [2, 4, 4, 4], ["weight": [4, 3, 3, 2]]),
        EveryLayer(
            "linear", Linear(5), images, [2, 5], ["weight": [5, 378], "bias": [5]]),
        EveryLayer(
            "linear without bias", Linear(5, bias: false), [2, 3], [2, 5], ["weight": [5, 3]]),
    ]

    static let normalizations = [
        EveryLayer(
            "batch norm", BatchNorm2D(), images, images,
            ["weight": [6], "bias": [6], "running_mean": [6], "running_var": [6]]),
        EveryLayer(
            "batch norm of vectors", BatchNorm2D(), [4, 6], [4, 6],
            ["weight": [6], "bias": [6], "running_mean": [6], "running_var": [6]]),
        EveryLayer(
            "batch norm without parameters", BatchNorm2D(affine: false), images, images,
            ["running_mean": [6], "running_var": [6]]),
        EveryLayer(
            "group norm", GroupNorm(), images, images, ["weight": [6], "bias": [6]]),
        EveryLayer("group norm without parameters", GroupNorm(affine: false), images, images),
        EveryLayer("no normalization", Normalization.none.layer(), images, images),
        EveryLayer(
            "group normalization by choice", Normalization.group.layer(), images, images,
            ["weight": [6], "bias": [6]]),
    ]

    static let pools = [
        EveryLayer("max pool", MaxPool2D(2), images, [2, 6, 4, 3]),
        EveryLayer(
            "max pool rounding up", MaxPool2D(3, stride: 2, ceilMode: true), [2, 6, 8, 8],
            [2, 6, 4, 4]),
        EveryLayer("average pool", AveragePool2D(3, stride: 2, padding: 1), images, [2, 6, 5, 4]),
        EveryLayer("adaptive pool", AdaptiveAveragePool2D(2), images, [2, 6, 2, 2]),
    ]

    static let others = [
        EveryLayer("ReLU", Activation.relu, images, images),
        EveryLayer("leaky ReLU", Activation.leakyReLU(), images, images),
        EveryLayer("SiLU", Activation.silu, images, images),
        EveryLayer("GELU", Activation.gelu, images, images),
        EveryLayer("tanh", Activation.tanh, images, images),
        EveryLayer("sigmoid", Activation.sigmoid, images, images),
        EveryLayer("dropout", Dropout(0.5), images, images),
        EveryLayer("flatten", Flatten(), images, [2, 378]),
        EveryLayer(
            "sequence", Sequential(Linear(4), Activation.relu, Linear(3)), images, [2, 3],
            ["0.weight": [4, 378], "0.bias": [4], "2.weight": [3, 4], "2.bias": [3]]),
    ]
}
