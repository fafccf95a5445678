import BallastCore
import BallastGraph
import BallastNN

/// A small network with each kind of layer that probes tell of. It can name what leaves its layers
/// as results, for a computation by other means.
struct ProbedNet: Layer {
    static let layers = ["conv1", "bn1", "conv2", "conv3", "block", "fc1", "fc2"]

    var classes = 7
    var namesOutputs = false

    func callAsFunction(_ images: Tensor, in trace: Trace) -> Tensor {
        func named(_ name: String, _ x: Tensor) -> Tensor {
            if namesOutputs { trace.builder.result(name, x) }
            return x
        }
        var x = named(
            "conv1", Convolution2D(18, kernel: 3, bias: false)(images, in: trace["conv1"]))
        x = BatchNorm2D()(x, in: trace["bn1"])
        x = named("bn1", Activation.relu(x, in: trace))
        x = Convolution2D(18, kernel: 3, padding: 1)(x, in: trace["conv2"])
        let shortcut = named("conv2", Activation.relu(x, in: trace))
        x = Convolution2D(18, kernel: 1)(shortcut, in: trace["conv3"])
        x = named("conv3", Activation.tanh(x, in: trace))
        x = named("block", trace["block"].scoped { (x - shortcut).unary(.relu) })
        x = AdaptiveAveragePool2D(2)(x, in: trace)
        x = named("fc1", Activation.sigmoid(Linear(40)(x, in: trace["fc1"]), in: trace))
        return named("fc2", Linear(classes)(x, in: trace["fc2"]))
    }
}
