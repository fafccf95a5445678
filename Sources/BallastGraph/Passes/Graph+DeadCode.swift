extension Graph {
    /// The graph without nodes that neither a result nor a state write depends on.
    public func eliminatingDeadCode() -> Graph {
        var live = Set(results.map(\.value))
        var kept: [Node] = []
        for node in nodes.reversed() {
            if case .writeState = node.operation {
                live.formUnion(node.inputs)
            } else if node.outputs.contains(where: live.contains) {
                live.formUnion(node.inputs)
            } else {
                continue
            }
            kept.append(node)
        }
        var graph = self
        graph.nodes = kept.reversed()
        return graph
    }
}
