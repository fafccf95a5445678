import BallastCore
import BallastGraph
import BallastNN
import Testing

/// The model of `Layer`'s documentation.
@Suite struct OwnModelTests {
    struct TinyNet: Layer {
        var classes = 7

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

    @Test func isTracedLikeAnyOther() {
        let builder = GraphBuilder()
        let trace = Trace(builder, mode: .training)
        let logits = TinyNet()(builder.input("images", [2, 3, 32, 32]), in: trace)
        #expect(logits.shape == [2, 7])
        #expect(
            trace.registry.entries.prefix(6).map(\.slot.name) == [
                "block0.conv.weight", "block0.bn.weight", "block0.bn.bias",
                "block0.bn.running_mean", "block0.bn.running_var", "block1.conv.weight",
            ])
        #expect(trace.registry.parameters.count == 3 * 3 + 2)
    }

    @Test func layersMayShareAParameter() {
        let builder = GraphBuilder()
        let trace = Trace(builder, mode: .training)
        let x = Linear(4)(builder.input("x", [2, 4]), in: trace["shared"])
        _ = Linear(4)(x, in: trace["shared"])
        #expect(trace.registry.parameters.map(\.name) == ["shared.weight", "shared.bias"])
        #expect(builder.graph.readSlots.count == 2)
    }
}
