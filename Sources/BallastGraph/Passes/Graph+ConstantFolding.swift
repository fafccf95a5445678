import BallastCore

extension Graph {
    /// The graph with arithmetic on constants done now, and without operations that change nothing.
    public func foldingConstants() -> Graph {
        var constants: [ValueID: Double] = [:]
        return rewritingNodes { node, output, replacements in
            switch node.operation {
            case .constant(let value, _):
                constants[node.outputs[0]] = value
                output.append(node)
            case .unary(let function):
                if let value = constants[node.inputs[0]], let folded = function.folded(value) {
                    constants[node.outputs[0]] = folded
                    let type = type(of: node.outputs[0])
                    output.append(node.replacing(.constant(folded, type), inputs: []))
                } else if function.isIdentity {
                    replacements[node.outputs[0]] = node.inputs[0]
                } else {
                    output.append(node)
                }
            case .binary(let function):
                foldBinary(function, node, constants, &output, &replacements)
            case .reshape(let target) where shape(of: node.inputs[0]) == target:
                replacements[node.outputs[0]] = node.inputs[0]
            case .cast(let dataType) where type(of: node.inputs[0]).dataType == dataType:
                replacements[node.outputs[0]] = node.inputs[0]
            case .dropout(let rate, _) where rate == 0:
                replacements[node.outputs[0]] = node.inputs[0]
            default:
                output.append(node)
            }
        }
    }

    /// Turns a constant operand into an immediate one.
    private func foldBinary(
        _ function: BinaryFunction, _ node: Node, _ constants: [ValueID: Double],
        _ output: inout [Node], _ replacements: inout [ValueID: ValueID]
    ) {
        let (a, b) = (node.inputs[0], node.inputs[1])
        let shape = shape(of: node.outputs[0])
        func immediate(_ other: ValueID, _ function: UnaryFunction) {
            if function.isIdentity {
                replacements[node.outputs[0]] = other
            } else {
                output.append(node.replacing(.unary(function), inputs: [other]))
            }
        }
        switch (function, constants[a], constants[b]) {
        case (.multiply, _, let factor?) where self.shape(of: a) == shape:
            immediate(a, .scale(factor))
        case (.multiply, let factor?, _) where self.shape(of: b) == shape:
            immediate(b, .scale(factor))
        case (.add, _, let term?) where self.shape(of: a) == shape: immediate(a, .offset(term))
        case (.add, let term?, _) where self.shape(of: b) == shape: immediate(b, .offset(term))
        case (.subtract, _, let term?) where self.shape(of: a) == shape:
            immediate(a, .offset(-term))
        case (.divide, _, let divisor?) where self.shape(of: a) == shape:
            immediate(a, .scale(1 / divisor))
        default:
            output.append(node)
        }
    }
}

extension UnaryFunction {
    var isIdentity: Bool {
        self == .scale(1) || self == .offset(0)
    }

    /// The function of a constant, where plain arithmetic gives it.
    func folded(_ x: Double) -> Double? {
        switch self {
        case .negate: -x
        case .square: x * x
        case .squareRoot: x.squareRoot()
        case .reciprocal: 1 / x
        case .absolute: x.magnitude
        case .scale(let factor): x * factor
        case .offset(let term): x + term
        case .relu: x > 0 ? x : 0
        default: nil
        }
    }
}

extension Node {
    func replacing(_ operation: Operation, inputs: [ValueID]) -> Node {
        Node(operation, inputs: inputs, outputs: outputs, layer: layer)
    }
}
