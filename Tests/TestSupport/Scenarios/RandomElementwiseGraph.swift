import BallastCore
import BallastGraph

/// Elementwise functions at random over tensors of several shapes and scalars: much of it shared,
/// some of it written to state, some of it unused.
public struct RandomElementwiseGraph {
    private static let shapes: [Shape] = [.scalar, [5], [3, 7], [2, 3, 4, 5]]
    private static let unaries: [UnaryFunction] = [
        .negate, .absolute, .scale(0.5), .offset(-0.25), .relu, .leakyReLU(0.1), .silu, .gelu,
        .tanh, .sigmoid,
    ]
    private static let binaries: [BinaryFunction] = [
        .add, .subtract, .multiply, .maximum, .minimum,
    ]

    private let builder = GraphBuilder()
    private let random: CounterRandom
    private var drawn: UInt64 = 0
    private var values: [[Tensor]] = []

    public var graph: Graph { builder.graph }

    public init(seed: UInt64) {
        random = CounterRandom(seed: seed, stream: .probe)
        for (index, shape) in Self.shapes.enumerated() {
            let input = builder.input("input \(index)", shape)
            let state = builder.read(StateSlot(.parameter, "state \(index)", shape: shape))
            values.append([input, state, builder.constant(0.5, shape: shape)])
        }
        values[0].append(builder.scalar(.learningRate))
        for _ in 0..<8 + draw(25) { addValue() }
        for (index, shape) in Self.shapes.enumerated() {
            builder.result("result \(index)", pick(index))
            builder.write(pick(index), to: StateSlot(.parameter, "state \(index)", shape: shape))
            builder.write(pick(index), to: StateSlot(.optimizer, "other \(index)", shape: shape))
        }
    }

    private mutating func draw(_ bound: Int) -> Int {
        drawn += 1
        return random.integer(drawn, below: bound)
    }

    /// A value of the given shape, more often a recent one.
    private mutating func pick(_ shape: Int) -> Tensor {
        let recent =
            draw(2) == 0 ? 1 + draw(min(3, values[shape].count)) : 1 + draw(values[shape].count)
        return values[shape][values[shape].count - recent]
    }

    private mutating func addValue() {
        let shape = draw(Self.shapes.count)
        if draw(3) == 0 {
            values[shape].append(pick(shape).unary(Self.unaries[draw(Self.unaries.count)]))
            return
        }
        let function = Self.binaries[draw(Self.binaries.count)]
        let (first, second) = (pick(shape), pick(draw(3) == 0 ? 0 : shape))
        let swapped = draw(2) == 0
        let result = swapped ? second.binary(function, first) : first.binary(function, second)
        // Bounded, so that errors stay small.
        values[shape].append(draw(3) == 0 ? result.unary(.tanh) : result)
    }
}
