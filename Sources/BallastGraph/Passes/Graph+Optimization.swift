import BallastCore

extension Graph {
    /// The passes that a forward graph takes before it is differentiated.
    public func optimizedForward() -> Graph {
        foldingConstants().mergingCommonSubexpressions().eliminatingDeadCode().fusingLayers()
    }

    /// The passes that a whole graph takes before a backend lowers it.
    ///
    /// - Parameter activations: float32 or bfloat16.
    public func optimized(activations: DataType = .float32) -> Graph {
        var graph = foldingConstants().mergingCommonSubexpressions().eliminatingDeadCode()
        if activations == .bfloat16 {
            graph = graph.loweringActivations().foldingConstants().eliminatingDeadCode()
        }
        return graph.fusingElementwise().batchingUpdates().eliminatingDeadCode()
    }
}
