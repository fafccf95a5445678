import BallastCore

/// The state of one differentiation: the growing graph and the gradient found so far of each value.
struct GradientEngine {
    var graph: Graph
    private var contributions: [ValueID: [ValueID]] = [:]
    private(set) var needsGradient: Set<ValueID> = []
    private var layer = ""

    init(graph: Graph) {
        self.graph = graph
    }

    mutating func run(from loss: ValueID, to targets: Set<ValueID>, scale: Double) {
        let forward = graph.nodes
        needsGradient = targets
        for node in forward where node.inputs.contains(where: needsGradient.contains) {
            needsGradient.formUnion(node.outputs)
        }
        contributions[loss] = graph.append(.constant(scale, .scalar), [], layer: "loss")
        for node in forward.reversed() where node.outputs.contains(where: needsGradient.contains) {
            layer = node.layer
            let outputGradients = node.outputs.map { gradient(of: $0) }
            guard outputGradients.contains(where: { $0 != nil }) else { continue }
            propagate(node, outputGradients)
        }
    }

    /// The sum of all contributions to a value's gradient; nil where nothing depends on it.
    mutating func gradient(of value: ValueID) -> ValueID? {
        guard let parts = contributions[value], var total = parts.first else { return nil }
        for part in parts.dropFirst() {
            total = append(.binary(.add), [total, part])
        }
        contributions[value] = [total]
        return total
    }

    mutating func contribute(_ gradient: ValueID, to value: ValueID) {
        guard needsGradient.contains(value) else { return }
        contributions[value, default: []].append(gradient)
    }

    func needs(_ value: ValueID) -> Bool {
        needsGradient.contains(value)
    }

    mutating func append(_ operation: Operation, _ inputs: [ValueID]) -> ValueID {
        appendAll(operation, inputs)[0]
    }

    mutating func appendAll(_ operation: Operation, _ inputs: [ValueID]) -> [ValueID] {
        graph.append(operation, inputs, layer: layer)
    }

    mutating func writeGradient(of value: ValueID, to slot: StateSlot, accumulates: Bool) {
        layer = slot.name
        var total =
            gradient(of: value)
            ?? append(.constant(0, TensorType(slot.shape)), [])
        if accumulates {
            let before = append(.readState(slot, .proposed), [])
            total = append(.binary(.add), [before, total])
        }
        _ = appendAll(.writeState(slot), [total])
    }

    /// Dispatches to the rule of the node's operation.
    private mutating func propagate(_ node: Node, _ gradients: [ValueID?]) {
        switch node.operation {
        case .unary(let function):
            propagateUnary(function, node, gradients[0]!)
        case .binary(let function):
            propagateBinary(function, node, gradients[0]!)
        case .reshape, .concatenate, .slice, .reduce, .broadcast, .squaredNorm, .cast:
            propagateShape(node, gradients[0]!)
        case .softmaxCrossEntropy:
            propagateCrossEntropy(node, gradients)
        case .input, .constant, .scalar, .readState, .writeState:
            break
        default:
            guard let gradient = gradients[0], gradients.dropFirst().allSatisfy({ $0 == nil })
            else {
                preconditionFailure("\(node.operation): statistics have no gradient of their own")
            }
            propagateLayer(node, gradient)
        }
    }
}
