import BallastGraph

extension Graph {
    /// The same graph where these slots are inputs, and what was written to their gradient slots
    /// are results named `gradient of NAME`.
    public func replacingState(_ slots: [StateSlot]) -> Graph {
        let builder = GraphBuilder()
        let gradients = Set(slots.map(\.gradient))
        var replaced: [ValueID: Tensor] = [:]
        for node in nodes {
            let inputs = node.inputs.map { replaced[$0]! }
            switch node.operation {
            case .readState(let slot, .committed) where slots.contains(slot):
                replaced[node.outputs[0]] = builder.input(slot.name, slot.shape)
            case .writeState(let slot) where gradients.contains(slot):
                builder.result("gradient of \(slot.name)", inputs[0])
            default:
                for (old, new) in zip(node.outputs, builder.append(node.operation, inputs)) {
                    replaced[old] = new
                }
            }
        }
        for result in results {
            builder.result(result.name, replaced[result.value]!)
        }
        return builder.graph
    }
}
