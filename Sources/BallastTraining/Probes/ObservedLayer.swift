import BallastCore
import BallastGraph
import BallastNN

/// A layer of the model with the values of the training graph that tell of it.
struct ObservedLayer {
    /// Which values a batch normalization is compared by.
    struct Normalization {
        let mean: ValueID
        let variance: ValueID
        let epsilon: Double
        let runningMean: StateSlot
    }

    let name: String
    /// Its parameters, frozen ones included.
    var parameters: [StateSlot] = []
    /// Its output, behind the activation function that follows it where one does.
    var output: ValueID?
    var isRectified = false
    /// What an activation function's values lie in as long as it is not saturated.
    var linearRange: ClosedRange<Float>?
    var normalization: Normalization?

    init(name: String) {
        self.name = name
    }

    /// The layers of a training graph, in the order in which a batch passes them.
    static func all(in graph: Graph, _ registry: ModelRegistry) -> [ObservedLayer] {
        let layers = GraphLayers(graph)
        var found: [ObservedLayer] = []
        var indices: [String: Int] = [:]
        func change(_ name: String, _ body: (inout ObservedLayer) -> Void) {
            let index = indices[name] ?? found.count
            if index == found.count {
                found.append(ObservedLayer(name: name))
                indices[name] = index
            }
            body(&found[index])
        }
        for node in layers.forward {
            switch node.operation {
            case .readState(let slot, _) where slot.kind == .parameter:
                change(GraphLayers.layer(ofParameter: slot.name)) { $0.parameters.append(slot) }
            case .elementwise(let program):
                for activation in layers.activations(of: program, node) {
                    change(activation.layer) { $0.take(activation) }
                }
            case let operation where operation.isLayer:
                change(node.layer) { $0.take(node, registry) }
            default: break
            }
        }
        return found
    }

    private mutating func take(_ node: Node, _ registry: ModelRegistry) {
        output = node.outputs[0]
        isRectified = node.operation.endsInRectifier
        linearRange = nil
        guard case .batchNormalization(let epsilon, _) = node.operation,
            let entry = registry[name.isEmpty ? "running_mean" : "\(name).running_mean"]
        else { return }
        normalization = Normalization(
            mean: node.outputs[1], variance: node.outputs[2], epsilon: epsilon,
            runningMean: entry.slot)
    }

    private mutating func take(_ activation: GraphLayers.Activation) {
        output = activation.value
        isRectified = activation.function == .relu
        linearRange = activation.function.linearRange
    }
}

extension GraphLayers {
    /// An activation function's value, and the layer that it is counted to.
    fileprivate struct Activation {
        let function: UnaryFunction
        let value: ValueID
        let layer: String
    }

    /// The activation functions whose values leave an elementwise pass.
    ///
    /// One that directly follows a layer is counted to it, such as the rectifier behind a linear
    /// layer; others, such as that of a residual sum, to the layer that traced them.
    fileprivate func activations(of program: ElementwiseProgram, _ node: Node) -> [Activation] {
        zip(program.outputs, node.outputs).compactMap { register, value in
            guard register >= program.inputCount,
                case .unary(let function, let source) =
                    program.instructions[register - program.inputCount],
                function.isActivation
            else { return nil }
            let followed = source < program.inputCount ? layer(behind: node.inputs[source]) : nil
            let name = followed ?? layer(of: node)
            return name.isEmpty ? nil : Activation(function: function, value: value, layer: name)
        }
    }
}

extension UnaryFunction {
    fileprivate var isActivation: Bool {
        switch self {
        case .relu, .leakyReLU, .silu, .gelu, .tanh, .sigmoid: true
        default: false
        }
    }

    /// Outside of it the function's slope is below 2 % of its largest, so that hardly any gradient
    /// passes.
    fileprivate var linearRange: ClosedRange<Float>? {
        switch self {
        case .tanh: -0.99...0.99
        case .sigmoid: 0.01...0.99
        default: nil
        }
    }
}
