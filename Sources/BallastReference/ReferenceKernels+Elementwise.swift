import BallastCore
import BallastGraph

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension ReferenceKernels {
    static func elementwise(
        _ operation: Operation, _ inputs: [DoubleTensor], _ shapes: [Shape]
    ) -> [DoubleTensor] {
        switch operation {
        case .unary(let function):
            return [
                DoubleTensor(
                    shape: shapes[0], values: inputs[0].values.map { evaluate(function, $0) })
            ]
        case .binary(let function):
            let values = (0..<shapes[0].count).map {
                evaluate(function, inputs[0].spread($0), inputs[1].spread($0))
            }
            return [DoubleTensor(shape: shapes[0], values: values)]
        case .elementwise(let program):
            return run(program, inputs, shapes)
        case .elementwiseGroup(let program, let count, let scalars):
            let perGroup = (inputs.count - scalars) / count
            let outputsPerGroup = program.outputs.count
            return (0..<count).flatMap { group in
                run(
                    program,
                    Array(inputs[group * perGroup..<(group + 1) * perGroup])
                        + inputs.suffix(scalars),
                    Array(shapes[group * outputsPerGroup..<(group + 1) * outputsPerGroup]))
            }
        default:
            return [inputs[0]]
        }
    }

    private static func run(
        _ program: ElementwiseProgram, _ inputs: [DoubleTensor], _ shapes: [Shape]
    ) -> [DoubleTensor] {
        var outputs = shapes.map { DoubleTensor(shape: $0) }
        for index in 0..<(shapes.first?.count ?? 0) {
            var registers = inputs.map { $0.spread(index) }
            for instruction in program.instructions {
                switch instruction {
                case .unary(let function, let operand):
                    registers.append(evaluate(function, registers[operand]))
                case .binary(let function, let first, let second):
                    registers.append(evaluate(function, registers[first], registers[second]))
                }
            }
            for (position, register) in program.outputs.enumerated() {
                outputs[position].values[index] = registers[register]
            }
        }
        return outputs
    }

    /// A function of one number; not-a-number stays what it is.
    static func evaluate(_ function: UnaryFunction, _ x: Double) -> Double {
        switch function {
        case .negate: -x
        case .square: x * x
        case .squareRoot: x.squareRoot()
        case .reciprocal: 1 / x
        case .exponential: exp(x)
        case .logarithm: log(x)
        case .absolute: abs(x)
        case .sign: x > 0 ? 1 : x < 0 ? -1 : x
        case .scale(let factor): x * factor
        case .offset(let summand): x + summand
        case .relu: x < 0 ? 0 : x
        case .leakyReLU(let slope): x < 0 ? slope * x : x
        case .silu: x * sigmoid(x)
        case .gelu: x * normalDistribution(x)
        case .tanh: tanh(x)
        case .sigmoid: sigmoid(x)
        }
    }

    /// A function of two numbers, in the order in which ``BinaryFunction`` names its operands.
    static func evaluate(_ function: BinaryFunction, _ a: Double, _ b: Double) -> Double {
        switch function {
        case .add: return a + b
        case .subtract: return a - b
        case .multiply: return a * b
        case .divide: return a / b
        case .maximum: return a > b || a.isNaN ? a : b
        case .minimum: return a < b || a.isNaN ? a : b
        case .greater: return a > b ? 1 : 0
        case .reluGradient: return a > 0 ? b : 0
        case .leakyReLUGradient(let slope): return a > 0 ? b : slope * b
        case .siluGradient:
            let s = sigmoid(a)
            return b * (s + a * s * (1 - s))
        case .geluGradient:
            let density = exp(-a * a / 2) / (2 * Double.pi).squareRoot()
            return b * (normalDistribution(a) + a * density)
        case .tanhGradient: return b * (1 - a * a)
        case .sigmoidGradient: return b * a * (1 - a)
        }
    }

    private static func sigmoid(_ x: Double) -> Double {
        1 / (1 + exp(-x))
    }

    private static func normalDistribution(_ x: Double) -> Double {
        0.5 * erfc(-x / 2.0.squareRoot())
    }
}
