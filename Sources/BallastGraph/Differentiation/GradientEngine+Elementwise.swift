import BallastCore

extension GradientEngine {
    mutating func propagateUnary(_ function: UnaryFunction, _ node: Node, _ dy: ValueID) {
        let x = node.inputs[0]
        let y = node.outputs[0]
        func multiply(_ engine: inout GradientEngine, _ factor: ValueID) -> ValueID {
            engine.append(.binary(.multiply), [dy, factor])
        }
        let dx: ValueID
        switch function {
        case .negate: dx = append(.unary(.negate), [dy])
        case .square: dx = multiply(&self, append(.unary(.scale(2)), [x]))
        case .squareRoot:
            dx = append(.binary(.divide), [append(.unary(.scale(0.5)), [dy]), y])
        case .reciprocal:
            dx = append(.unary(.negate), [multiply(&self, append(.unary(.square), [y]))])
        case .exponential: dx = multiply(&self, y)
        case .logarithm: dx = append(.binary(.divide), [dy, x])
        case .absolute: dx = multiply(&self, append(.unary(.sign), [x]))
        case .sign: return
        case .scale(let factor): dx = append(.unary(.scale(factor)), [dy])
        case .offset: dx = dy
        case .relu: dx = append(.binary(.reluGradient), [y, dy])
        case .leakyReLU(let slope): dx = append(.binary(.leakyReLUGradient(slope)), [y, dy])
        case .silu: dx = append(.binary(.siluGradient), [x, dy])
        case .gelu: dx = append(.binary(.geluGradient), [x, dy])
        case .tanh: dx = append(.binary(.tanhGradient), [y, dy])
        case .sigmoid: dx = append(.binary(.sigmoidGradient), [y, dy])
        }
        contribute(dx, to: x)
    }

    mutating func propagateBinary(_ function: BinaryFunction, _ node: Node, _ dy: ValueID) {
        let (a, b) = (node.inputs[0], node.inputs[1])
        switch function {
        case .add:
            contribute(matching(dy, a), to: a)
            contribute(matching(dy, b), to: b)
        case .subtract:
            contribute(matching(dy, a), to: a)
            if needs(b) { contribute(matching(append(.unary(.negate), [dy]), b), to: b) }
        case .multiply:
            if needs(a) { contribute(matching(append(.binary(.multiply), [dy, b]), a), to: a) }
            if needs(b) { contribute(matching(append(.binary(.multiply), [dy, a]), b), to: b) }
        case .divide:
            if needs(a) { contribute(matching(append(.binary(.divide), [dy, b]), a), to: a) }
            if needs(b) {
                let ratio = append(.binary(.divide), [node.outputs[0], b])
                let product = append(.binary(.multiply), [dy, ratio])
                contribute(matching(append(.unary(.negate), [product]), b), to: b)
            }
        case .maximum, .minimum:
            propagateExtremum(function, a, b, dy)
        case .greater: break
        case .reluGradient, .leakyReLUGradient, .siluGradient, .geluGradient, .tanhGradient,
            .sigmoidGradient:
            preconditionFailure("\(function) belongs to a gradient and has none itself")
        }
    }

    /// The gradient goes to the greater (smaller) operand; to the second where they are equal.
    private mutating func propagateExtremum(
        _ function: BinaryFunction, _ a: ValueID, _ b: ValueID, _ dy: ValueID
    ) {
        let first = append(.binary(.greater), function == .maximum ? [a, b] : [b, a])
        let toFirst = append(.binary(.multiply), [dy, first])
        if needs(a) { contribute(matching(toFirst, a), to: a) }
        if needs(b) {
            contribute(matching(append(.binary(.subtract), [dy, toFirst]), b), to: b)
        }
    }

    /// A gradient summed to a scalar where the operand was one and had been spread.
    private mutating func matching(_ gradient: ValueID, _ operand: ValueID) -> ValueID {
        let rank = graph.shape(of: gradient).rank
        guard graph.shape(of: operand).rank == 0, rank > 0 else { return gradient }
        return append(.reduce(.sum, axes: Array(0..<rank)), [gradient])
    }
}
