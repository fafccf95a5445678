import BallastCore
import BallastGraph

extension OperationCases {
    public static let losses: [OperationCase] = [
        crossEntropy("plain", [5, 7]),
        crossEntropy("one sample", [1, 3]),
        crossEntropy("two classes", [9, 2]),
        crossEntropy("large logits", [6, 5], range: -30...30),
        crossEntropy("smoothed", [5, 4], .init(labelSmoothing: 0.1)),
        crossEntropy("weighted", [6, 3], .init(classWeights: [0.5, 2, 1.25])),
        crossEntropy(
            "smoothed and weighted", [7, 4],
            .init(labelSmoothing: 0.2, classWeights: [1, 3, 0.25, 0.5])),
    ]

    private static func crossEntropy(
        _ name: String, _ shape: Shape, _ attributes: CrossEntropyAttributes = .init(),
        range: ClosedRange<Float> = -2...2
    ) -> OperationCase {
        OperationCase(
            "cross-entropy, \(name)", [.activation("logits", shape, in: range)], classes: shape[1]
        ) { builder, tensors in
            let labels = builder.input("labels", [shape[0]], .int32)
            let (mean, perSample) = tensors[0].softmaxCrossEntropy(labels: labels, attributes)
            builder.result("loss of each sample", perSample)
            return mean
        }
    }

    /// Values used more than once, shared parameters, and small networks.
    public static let compositions: [OperationCase] = [
        OperationCase("a value used three times", [.activation("x", [3, 4], in: 0.5...1.5)]) {
            let x = $1[0]
            return x * x + x / (x.squared() + 1)
        },
        OperationCase(
            "a residual connection",
            [.activation("x", [2, 3, 5, 5]), .parameter("weight", [3, 3, 3, 3])]
        ) {
            let convolved = $1[0].convolved(weight: $1[1], bias: nil, .init(padding: 1))
            return (convolved + $1[0]).unary(.relu)
        },
        OperationCase(
            "one weight in two layers",
            [.activation("x", [2, 4]), .parameter("weight", [4, 4])]
        ) {
            $1[0].linear(weight: $1[1], bias: nil).unary(.tanh).linear(weight: $1[1], bias: nil)
        },
        OperationCase(
            "branches joined",
            [
                .activation("x", [2, 3, 6, 6]), .parameter("a", [2, 3, 1, 1]),
                .parameter("b", [4, 3, 3, 3]),
            ]
        ) {
            let first = $1[0].convolved(weight: $1[1], bias: nil, .init())
            let second = $1[0].convolved(weight: $1[2], bias: nil, .init(padding: 1))
            let third = $1[0].maxPooled(.init(kernel: 3, stride: 1, padding: 1))
            return Tensor.concatenated([first.unary(.relu), second.unary(.silu), third], axis: 1)
        },
        OperationCase(
            "a small network",
            [
                .activation("x", [3, 2, 8, 8]), .parameter("conv.weight", [5, 2, 3, 3]),
                .parameter("norm.weight", [5], in: 0.5...1.5), .parameter("norm.bias", [5]),
                .parameter("fc.weight", [4, 5]), .parameter("fc.bias", [4]),
            ], classes: 4
        ) { builder, t in
            let convolved = t[0].convolved(weight: t[1], bias: nil, .init(stride: 2, padding: 1))
            let normalized = convolved.batchNormalized(scale: t[2], shift: t[3], epsilon: 1e-5)
            let features = normalized.output.unary(.relu).adaptiveAveragePooled(to: 1).flattened()
            let logits = features.droppedOut(rate: 0.2).linear(weight: t[4], bias: t[5])
            let labels = builder.input("labels", [3], .int32)
            return logits.softmaxCrossEntropy(labels: labels, .init(labelSmoothing: 0.1)).mean
        },
    ]
}
