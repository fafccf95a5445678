import BallastCore

extension GradientEngine {
    mutating func propagateShape(_ node: Node, _ dy: ValueID) {
        let x = node.inputs[0]
        let shape = graph.shape(of: x)
        switch node.operation {
        case .reshape:
            contribute(append(.reshape(shape), [dy]), to: x)
        case .cast:
            contribute(append(.cast(graph.type(of: x).dataType), [dy]), to: x)
        case .concatenate(let axis):
            var start = 0
            for input in node.inputs {
                let length = graph.shape(of: input)[axis]
                if needs(input) {
                    let part = Operation.slice(axis: axis, start: start, length: length)
                    contribute(append(part, [dy]), to: input)
                }
                start += length
            }
        case .slice(let axis, let start, let length):
            propagateSlice(axis: axis, start: start, length: length, x, dy)
        case .reduce(let kind, let axes):
            var spread = append(.broadcast(shape, axes: axes), [dy])
            if kind == .mean {
                let count = axes.reduce(1) { $0 * shape[$1] }
                spread = append(.unary(.scale(1 / Double(count))), [spread])
            }
            contribute(spread, to: x)
        case .broadcast(_, let axes):
            contribute(append(.reduce(.sum, axes: axes), [dy]), to: x)
        case .squaredNorm:
            let twice = append(.unary(.scale(2)), [dy])
            for input in node.inputs where needs(input) {
                contribute(append(.binary(.multiply), [input, twice]), to: input)
            }
        default:
            preconditionFailure("\(node.operation) is not a shape operation")
        }
    }

    /// The gradient of a slice stands between zeros.
    private mutating func propagateSlice(
        axis: Int, start: Int, length: Int, _ x: ValueID, _ dy: ValueID
    ) {
        let shape = graph.shape(of: x)
        var parts: [ValueID] = []
        func zeros(_ engine: inout GradientEngine, _ extent: Int) {
            guard extent > 0 else { return }
            let type = TensorType(
                shape.replacing(axis, with: extent), engine.graph.type(of: x).dataType)
            parts.append(engine.append(.constant(0, type), []))
        }
        zeros(&self, start)
        parts.append(dy)
        zeros(&self, shape[axis] - start - length)
        contribute(append(.concatenate(axis: axis), parts), to: x)
    }
}
