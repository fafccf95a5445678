extension Graph {
    /// Rewrites nodes in order. The body sees each node with earlier replacements applied to its
    /// inputs, appends what shall stand in its place to `output`, and may map outputs of the node
    /// to other values in `replacements`.
    func rewritingNodes(
        _ body: (Node, _ output: inout [Node], _ replacements: inout [ValueID: ValueID]) -> Void
    ) -> Graph {
        var graph = self
        var output: [Node] = []
        var replacements: [ValueID: ValueID] = [:]
        for var node in nodes {
            node.inputs = node.inputs.map { replacements[$0] ?? $0 }
            body(node, &output, &replacements)
        }
        graph.nodes = output
        graph.results = results.map { result in
            Result(name: result.name, value: replacements[result.value] ?? result.value)
        }
        return graph
    }
}
