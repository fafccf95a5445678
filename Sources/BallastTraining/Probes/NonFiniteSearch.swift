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

    func first(step: Int) -> NonFiniteRecord? {
        var isForward = true
        for node in layers.graph.nodes {
            if let found = finding(node, isForward: isForward, step) { return found }
            if case .softmaxCrossEntropy = node.operation { isForward = false }
        }
        return nil
    }

    private func finding(_ node: Node, isForward: Bool, _ step: Int) -> NonFiniteRecord? {
        switch node.operation {
        case .input(let name, let type):
            let isSound =
                type.dataType == .int32 || program.floatInput(name).allSatisfy(\.isFinite)
            return isSound
                ? nil : NonFiniteRecord(step: step, tensor: name, layer: "", phase: .input)
        case .readState(let slot, .committed):
            guard !store.view(of: slot).measured().isFinite else { return nil }
            return NonFiniteRecord(
                step: step, tensor: slot.name,
                layer: GraphLayers.layer(ofParameter: slot.name), phase: .forward)
        default:
            guard let output = node.outputs.firstIndex(where: bad.contains) else { return nil }
            if let slot = targets[node.outputs[output]] {
                return NonFiniteRecord(step: step, proposalOf: slot)
            }
            let layer = layers.layer(of: node)
            let (tensor, phase) = described(node, output, layer, isForward: isForward)
            return NonFiniteRecord(step: step, tensor: tensor, layer: layer, phase: phase)
        }
    }

    private func described(
        _ node: Node, _ output: Int, _ layer: String, isForward: Bool
    ) -> (tensor: String, phase: NonFiniteRecord.Phase) {
        if case .softmaxCrossEntropy = node.operation {
            return (["loss", "loss of a sample", "loss gradient"][output], .loss)
        }
        guard isForward else { return ("\(layer) input gradient", .backward) }
        if case .batchNormalization = node.operation, output > 0 {
            return ("\(layer) batch \(output == 1 ? "mean" : "variance")", .forward)
        }
        return ("\(layer) output", .forward)
    }
}
