import BallastCore
import BallastGraph

extension OperationCases {
    public static let elementwise = unaries + binaries + scalarOperands + dropouts

    private static let unaries: [OperationCase] = [
        ("negate", .negate, -1, 1), ("square", .square, -1, 1),
        ("square root", .squareRoot, 0.5, 2), ("reciprocal", .reciprocal, 0.5, 2),
        ("exponential", .exponential, -1, 1), ("logarithm", .logarithm, 0.5, 2),
        ("absolute", .absolute, -1, 1), ("scale", .scale(-2.5), -1, 1),
        ("offset", .offset(0.75), -1, 1), ("ReLU", .relu, -1, 1),
        ("leaky ReLU", .leakyReLU(0.1), -1, 1), ("SiLU", .silu, -4, 4),
        ("GELU", .gelu, -3, 3), ("tanh", .tanh, -3, 3), ("sigmoid", .sigmoid, -4, 4),
    ].flatMap { (name: String, function: UnaryFunction, low: Float, high: Float) in
        let shapes: [Shape] = [[3, 5], [2, 3, 5, 7]]
        return shapes.map { shape in
            OperationCase("\(name) of \(shape)", [.activation("x", shape, in: low...high)]) {
                $1[0].unary(function)
            }
        }
    }

    private static let binaries: [OperationCase] = [
        ("add", .add), ("subtract", .subtract), ("multiply", .multiply), ("divide", .divide),
        ("maximum", .maximum), ("minimum", .minimum),
    ].flatMap { (name: String, function: BinaryFunction) in
        let shapes: [Shape] = [[7], [2, 3, 3, 5]]
        return shapes.map { shape in
            OperationCase(
                "\(name) of \(shape)",
                [.activation("a", shape, in: 0.5...2), .activation("b", shape, in: 0.5...2)]
            ) { $1[0].binary(function, $1[1]) }
        }
    }

    private static let scalarOperands: [OperationCase] = [
        ("add", .add), ("subtract", .subtract), ("multiply", .multiply), ("divide", .divide),
        ("maximum", .maximum), ("minimum", .minimum),
    ].flatMap { (name: String, function: BinaryFunction) in
        [
            OperationCase(
                "\(name) of tensor and scalar",
                [.activation("a", [3, 5], in: 0.5...2), .parameter("b", .scalar, in: 0.9...1.1)]
            ) { $1[0].binary(function, $1[1]) },
            OperationCase(
                "\(name) of scalar and tensor",
                [.parameter("a", .scalar, in: 0.9...1.1), .activation("b", [3, 5], in: 0.5...2)]
            ) { $1[0].binary(function, $1[1]) },
            OperationCase(
                "\(name) of two scalars",
                [.parameter("a", .scalar, in: 0.5...1), .parameter("b", .scalar, in: 1.5...2)]
            ) { $1[0].binary(function, $1[1]) },
        ]
    }

    private static let dropouts: [OperationCase] = [
        OperationCase("dropout of [8×9]", [.activation("x", [8, 9])]) {
            $1[0].droppedOut(rate: 0.4)
        },
        OperationCase("dropout of [2×3×4×5], twice", [.activation("x", [2, 3, 4, 5])]) {
            $1[0].droppedOut(rate: 0.2).droppedOut(rate: 0.5)
        },
    ]
}
