import BallastCore

extension Graph {
    /// The graph in which elementwise passes that only feed state and run the same program with the
    /// same scalars become one operation: all parameters are updated by one kernel.
    public func batchingUpdates() -> Graph {
        struct Key: Hashable {
            let program: ElementwiseProgram
            let scalars: [ValueID]
        }
        let consumers = consumers()
        let resultValues = Set(results.map(\.value))
        func onlyFeedsState(_ node: Node) -> Bool {
            node.outputs.allSatisfy { output in
                !resultValues.contains(output)
                    && consumers[output.index].allSatisfy { index in
                        if case .writeState = nodes[index].operation { true } else { false }
                    }
            }
        }
        var batches: [Key: [Int]] = [:]
        for (index, node) in nodes.enumerated() {
            guard case .elementwise(let program) = node.operation, onlyFeedsState(node),
                shape(of: node.outputs[0]).rank > 0
            else { continue }
            let scalars = node.inputs.filter { shape(of: $0).rank == 0 }
            batches[Key(program: program, scalars: scalars), default: []].append(index)
        }
        var graph = self
        var merged: [Int: Node] = [:]
        var removed: Set<Int> = []
        for (key, indices) in batches where indices.count > 1 {
            let tensors = indices.flatMap { index in
                nodes[index].inputs.filter { shape(of: $0).rank > 0 }
            }
            let operation = Operation.elementwiseGroup(
                key.program, count: indices.count, scalars: key.scalars.count)
            merged[indices.last!] = Node(
                operation, inputs: tensors + key.scalars,
                outputs: indices.flatMap { nodes[$0].outputs }, layer: "all")
            removed.formUnion(indices)
        }
        // A batch runs where its last member stood; writes of its members move behind it.
        let batched = Set(removed.flatMap { nodes[$0].outputs })
        var writes: [Node] = []
        var output: [Node] = []
        for (index, node) in nodes.enumerated() {
            if let batch = merged[index] {
                output.append(batch)
            } else if case .writeState = node.operation, batched.contains(node.inputs[0]) {
                writes.append(node)
            } else if !removed.contains(index) {
                output.append(node)
            }
        }
        graph.nodes = output + writes
        return graph
    }
}
