extension Graph {
    /// The graph in which equal operations on equal values are computed once.
    public func mergingCommonSubexpressions() -> Graph {
        struct Key: Hashable {
            let operation: Operation
            let inputs: [ValueID]
        }
        var known: [Key: [ValueID]] = [:]
        return rewritingNodes { node, output, replacements in
            if case .writeState = node.operation {
                output.append(node)
                return
            }
            let key = Key(operation: node.operation, inputs: node.inputs)
            guard let earlier = known[key] else {
                known[key] = node.outputs
                output.append(node)
                return
            }
            for (value, same) in zip(node.outputs, earlier) {
                replacements[value] = same
            }
        }
    }
}
