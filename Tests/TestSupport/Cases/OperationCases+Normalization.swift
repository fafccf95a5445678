import BallastCore
import BallastGraph

extension OperationCases {
    public static let normalizations = batchNormalizations + groupNormalizations

    private static let batchNormalizations: [OperationCase] = {
        let shapes: [Shape] = [[4, 3, 5, 7], [2, 16, 4, 4], [7, 5, 1, 1]]
        return shapes.flatMap { shape in
            [false, true].flatMap { fusesReLU in
                let name = "\(shape)\(fusesReLU ? " with ReLU" : "")"
                return [
                    OperationCase("batch normalization of \(name)", affine(shape)) {
                        $0.append(.batchNormalization(epsilon: 1e-3, fusesReLU: fusesReLU), $1)[0]
                    },
                    OperationCase(
                        "batch normalization with given statistics of \(name)", affine(shape)
                    ) { builder, tensors in
                        let channels = shape[1]
                        let mean = builder.input("mean", [channels])
                        let variance = builder.input("variance", [channels]).squared() + 0.5
                        return builder.append(
                            .batchNormalizationInference(epsilon: 1e-5, fusesReLU: fusesReLU),
                            tensors + [mean, variance])[0]
                    },
                ]
            }
        }
    }()

    private static let groupNormalizations: [OperationCase] = [
        ([2, 6, 3, 5], 3), ([3, 4, 4, 4], 1), ([2, 5, 3, 3], 5), ([1, 32, 5, 5], 8),
    ].map { (dimensions: [Int], groups: Int) in
        let shape = Shape(dimensions)
        return OperationCase(
            "group normalization of \(shape) in \(groups) groups", affine(shape)
        ) {
            $1[0].groupNormalized(
                scale: $1[1], shift: $1[2], groups: groups, epsilon: 1e-5)
        }
    }

    private static func affine(_ shape: Shape) -> [OperationCase.Operand] {
        [
            .activation("x", shape, in: -1...2), .parameter("scale", [shape[1]], in: 0.5...1.5),
            .parameter("shift", [shape[1]]),
        ]
    }
}
