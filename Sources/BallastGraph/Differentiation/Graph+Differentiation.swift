import BallastCore

extension Graph {
    /// The graph extended by the gradients of a scalar value with respect to all parameters it
    /// reads, each written to the parameter's gradient slot.
    ///
    /// Reverse-mode differentiation from graph to graph: every node's rule appends the operations
    /// that carry the gradient of its outputs to its inputs.
    ///
    /// - Parameters:
    ///   - loss: the scalar.
    ///   - parameters: which parameters get a gradient; others are held.
    ///   - accumulates: adds to what the gradient slots already propose, for gradients of several
    ///     batches.
    ///   - scale: what the gradients are multiplied by.
    public func differentiated(
        loss: ValueID, parameters wanted: (StateSlot) -> Bool = { _ in true },
        accumulates: Bool = false, scale: Double = 1
    ) -> Graph {
        precondition(shape(of: loss).rank == 0, "only a scalar has a gradient")
        var engine = GradientEngine(graph: self)
        let parameters = nodes.compactMap { node -> (StateSlot, ValueID)? in
            guard case .readState(let slot, .committed) = node.operation,
                slot.kind == .parameter, wanted(slot)
            else { return nil }
            return (slot, node.outputs[0])
        }
        engine.run(from: loss, to: Set(parameters.map(\.1)), scale: scale)
        for (slot, value) in parameters {
            engine.writeGradient(of: value, to: slot.gradient, accumulates: accumulates)
        }
        return engine.graph
    }
}
