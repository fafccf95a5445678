import BallastCore
import BallastGraph

extension OperationCases {
    /// Strides, padding, dilation, groups and odd sizes, with bias and without.
    public static let convolutions: [OperationCase] = [
        convolution("1×1", [2, 3, 5, 5], [4, 3, 1, 1]),
        convolution("1×1, stride 2", [2, 4, 7, 5], [6, 4, 1, 1], .init(stride: 2)),
        convolution("3×3", [2, 3, 6, 5], [4, 3, 3, 3]),
        convolution("3×3, padding 1", [3, 5, 7, 7], [7, 5, 3, 3], .init(padding: 1)),
        convolution("3×3, stride 2", [1, 3, 9, 8], [8, 3, 3, 3], .init(stride: 2, padding: 1)),
        convolution("5×5, padding 2", [1, 1, 9, 9], [6, 1, 5, 5], .init(padding: 2)),
        convolution("7×7, stride 2", [1, 3, 13, 11], [4, 3, 7, 7], .init(stride: 2, padding: 3)),
        convolution(
            "3×2, uneven", [2, 2, 8, 9], [3, 2, 3, 2],
            .init(
                stride: Extent2D(height: 2, width: 3), padding: Extent2D(height: 1, width: 0))),
        convolution(
            "3×3, dilation 2", [2, 2, 9, 8], [3, 2, 3, 3], .init(padding: 2, dilation: 2)),
        convolution(
            "2×3, uneven dilation", [1, 2, 9, 10], [3, 2, 2, 3],
            .init(stride: 2, dilation: Extent2D(height: 3, width: 2))),
        convolution("2 groups", [2, 4, 5, 5], [6, 2, 3, 3], .init(padding: 1, groups: 2)),
        convolution("depthwise", [2, 5, 6, 6], [5, 1, 3, 3], .init(padding: 1, groups: 5)),
        convolution(
            "depthwise with multiplier", [1, 3, 7, 7], [6, 1, 3, 3],
            .init(stride: 2, padding: 1, groups: 3)),
        convolution(
            "3 groups, dilated", [1, 6, 8, 8], [3, 2, 3, 3],
            .init(padding: 1, dilation: 2, groups: 3)),
        convolution("as large as its input", [2, 3, 4, 4], [5, 3, 4, 4]),
        convolution("fused ReLU", [2, 3, 6, 6], [4, 3, 3, 3], .init(padding: 1, fusesReLU: true)),
        convolution("16 channels", [2, 16, 8, 8], [32, 16, 3, 3], .init(padding: 1)),
    ].flatMap { $0 }

    /// Convolution, max pooling and rectifier in a row, which a pass joins where they are thin.
    public static let pooledConvolutions: [OperationCase] = [
        pooled("one channel", [2, 1, 12, 11], [6, 1, 5, 5], .init(padding: 2)),
        pooled("more channels", [3, 6, 14, 14], [16, 6, 5, 5]),
        pooled("odd sizes", [2, 3, 9, 7], [5, 3, 3, 2], .init(padding: 1)),
        pooled("wide image", [1, 1, 6, 70], [4, 1, 3, 3]),
        pooled("more padding than kernel", [1, 1, 6, 30], [3, 1, 1, 1], .init(padding: 3)),
    ]

    private static func pooled(
        _ name: String, _ x: Shape, _ w: Shape, _ attributes: ConvolutionAttributes = .init()
    ) -> OperationCase {
        OperationCase(
            "pooled convolution, \(name)",
            [
                .activation("x", x), .parameter("w", w), .parameter("b", [w[0]]),
            ]
        ) { _, operands in
            operands[0].convolved(weight: operands[1], bias: operands[2], attributes)
                .unary(.relu).maxPooled(PoolingAttributes(kernel: 2))
        }
    }

    public static let linears: [OperationCase] = [
        linear([3, 5], [4, 5]), linear([1, 7], [2, 7]), linear([2, 3, 2, 5], [4, 30]),
        linear([5, 1], [3, 1]), linear([16, 33], [17, 33]),
        linear([4, 6], [5, 6], fusesReLU: true),
    ].flatMap { $0 }

    private static func convolution(
        _ name: String, _ input: Shape, _ weight: Shape,
        _ attributes: ConvolutionAttributes = .init()
    ) -> [OperationCase] {
        let operands: [OperationCase.Operand] = [
            .activation("x", input), .parameter("weight", weight),
        ]
        return [
            OperationCase("convolution \(name)", operands) {
                $1[0].convolved(weight: $1[1], bias: nil, attributes)
            },
            OperationCase(
                "convolution \(name) with bias", operands + [.parameter("bias", [weight[0]])]
            ) {
                $1[0].convolved(weight: $1[1], bias: $1[2], attributes)
            },
        ]
    }

    private static func linear(
        _ input: Shape, _ weight: Shape, fusesReLU: Bool = false
    ) -> [OperationCase] {
        let operands: [OperationCase.Operand] = [
            .activation("x", input), .parameter("weight", weight),
        ]
        let name = "linear \(input) by \(weight)\(fusesReLU ? " with ReLU" : "")"
        return [
            OperationCase(name, operands) {
                $0.append(.linear(fusesReLU: fusesReLU), $1)[0]
            },
            OperationCase("\(name) with bias", operands + [.parameter("bias", [weight[0]])]) {
                $0.append(.linear(fusesReLU: fusesReLU), $1)[0]
            },
        ]
    }
}
