import BallastCore
import BallastEvents
import BallastGraph
import BallastRuntime

/// Names the first tensor of a training pass that is not finite.
struct NonFiniteSearch {
    private let layers: GraphLayers
    private let program: Executable
    private let store: StateStore
    /// The values that were seen not to be finite.
    private let bad: Set<ValueID>
    /// The slot that a value is written to.
    private let targets: [ValueID: StateSlot]

    init(_ pass: TrainingEngine.GradientProgram, store: StateStore, bad: Set<ValueID>) {
        layers = GraphLayers(pass.graph)
        program = pass.executable
        self.store = store
        self.bad = bad
        var targets: [ValueID: StateSlot] = [:]
        for node in pass.graph.nodes {
            if case .writeState(let slot) = node.operation { targets[node.inputs[0]] = slot }
        }
        self.targets = targets
    }

    private typealias Finding = (tensor: String, layer: String, phase: NonFiniteRecord.Phase)

    func first(step: Int) -> NonFiniteRecord? {
        var isForward = true
        for node in layers.graph.nodes {
            if let found = finding(node, isForward: isForward) {
                return NonFiniteRecord(
                    step: step, tensor: found.tensor, layer: found.layer, phase: found.phase)
            }
            if case .softmaxCrossEntropy = node.operation { isForward = false }
        }
        return nil
    }

    private func finding(_ node: Node, isForward: Bool) -> Finding? {
        switch node.operation {
        case .input(let name, let type):
            let isSound =
                type.dataType == .int32 || program.floatInput(name).allSatisfy(\.isFinite)
            return isSound ? nil : (name, "", .input)
        case .readState(let slot, .committed):
            let isSound = store.view(of: slot).measured().isFinite
            return isSound ? nil : (slot.name, GraphLayers.layer(ofParameter: slot.name), .forward)
        default:
            guard let output = node.outputs.firstIndex(where: bad.contains) else { return nil }
            return finding(node, output, isForward: isForward)
        }
    }

    private func finding(_ node: Node, _ output: Int, isForward: Bool) -> Finding {
        if let slot = targets[node.outputs[output]] {
            let layer = GraphLayers.layer(ofParameter: slot.parameter)
            return slot.kind == .gradient
                ? ("\(slot.name) gradient", layer, .backward) : (slot.name, layer, .forward)
        }
        let layer = layers.layer(of: node)
        if case .softmaxCrossEntropy = node.operation {
            return (["loss", "loss of a sample", "loss gradient"][output], layer, .loss)
        }
        guard isForward else { return ("\(layer) input gradient", layer, .backward) }
        if case .batchNormalization = node.operation, output > 0 {
            return ("\(layer) batch \(output == 1 ? "mean" : "variance")", layer, .forward)
        }
        return ("\(layer) output", layer, .forward)
    }
}
