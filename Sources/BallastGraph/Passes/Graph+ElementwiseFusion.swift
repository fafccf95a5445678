import BallastCore

extension Graph {
    /// The graph with chains of elementwise operations joined to single passes over memory.
    public func fusingElementwise() -> Graph {
        let grouping = ElementwiseGrouping(self)
        let consumers = consumers()
        let resultValues = Set(results.map(\.value))
        var order: [(last: Int, node: Node)] = []
        for (index, node) in nodes.enumerated() where grouping.group[index] == index {
            guard let members = grouping.members[index] else {
                order.append((index, node))
                continue
            }
            let escapes = { (value: ValueID) in
                resultValues.contains(value)
                    || consumers[value.index].contains { grouping.group[$0] != index }
            }
            order.append((members.last!, fused(members, escapes: escapes)))
        }
        var graph = self
        graph.nodes = Self.sorted(order)
        return graph
    }

    private func fused(_ members: [Int], escapes: (ValueID) -> Bool) -> Node {
        let inside = Set(members.flatMap { nodes[$0].outputs })
        var inputs: [ValueID] = []
        for member in members {
            for input in nodes[member].inputs where !inside.contains(input) {
                if !inputs.contains(input) { inputs.append(input) }
            }
        }
        // Scalars stand behind tensors, as grouped updates need it.
        inputs =
            inputs.filter { shape(of: $0).rank > 0 } + inputs.filter { shape(of: $0).rank == 0 }
        var register: [ValueID: Int] = [:]
        for (index, input) in inputs.enumerated() { register[input] = index }
        var instructions: [ElementwiseProgram.Instruction] = []
        var outputs: [ValueID] = []
        for member in members {
            let node = nodes[member]
            switch node.operation {
            case .unary(let function):
                instructions.append(.unary(function, register[node.inputs[0]]!))
            case .binary(let function):
                instructions.append(
                    .binary(function, register[node.inputs[0]]!, register[node.inputs[1]]!))
            default:
                preconditionFailure("\(node.operation) is not elementwise")
            }
            register[node.outputs[0]] = inputs.count + instructions.count - 1
            if escapes(node.outputs[0]) { outputs.append(node.outputs[0]) }
        }
        let program = ElementwiseProgram(
            inputCount: inputs.count, instructions: instructions,
            outputs: outputs.map { register[$0]! })
        return Node(
            .elementwise(program), inputs: inputs, outputs: outputs,
            layer: nodes[members.last!].layer)
    }

    /// Nodes in an order in which each follows those it reads, as close to the given order as that
    /// allows.
    private static func sorted(_ entries: [(last: Int, node: Node)]) -> [Node] {
        let entries = entries.sorted { $0.last < $1.last }
        var producer: [ValueID: Int] = [:]
        for (index, entry) in entries.enumerated() {
            for output in entry.node.outputs { producer[output] = index }
        }
        var done = Array(repeating: false, count: entries.count)
        var result: [Node] = []
        func visit(_ index: Int) {
            guard !done[index] else { return }
            done[index] = true
            for input in entries[index].node.inputs {
                if let source = producer[input] { visit(source) }
            }
            result.append(entries[index].node)
        }
        for index in entries.indices { visit(index) }
        return result
    }
}
