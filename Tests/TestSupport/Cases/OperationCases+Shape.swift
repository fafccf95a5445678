import BallastCore
import BallastGraph

extension OperationCases {
    public static let shapes = rearrangements + reductions

    private static let rearrangements: [OperationCase] = [
        OperationCase("reshape", [.activation("x", [2, 3, 4, 5])]) { $1[0].reshaped([6, 20]) },
        OperationCase("flatten", [.activation("x", [2, 3, 4, 5])]) { $1[0].flattened() },
        OperationCase("reshape to images", [.activation("x", [2, 24])]) {
            $1[0].reshaped([2, 3, 2, 4])
        },
        OperationCase("cast to bfloat16 and back, as an identity", [.activation("x", [3, 4])]) {
            $0.append(.cast(.float32), $0.append(.cast(.float32), [$1[0]]))[0]
        },
        OperationCase(
            "concatenation of channels",
            [
                .activation("a", [2, 3, 4, 5]), .activation("b", [2, 1, 4, 5]),
                .activation("c", [2, 5, 4, 5]),
            ]
        ) { Tensor.concatenated($1, axis: 1) },
        OperationCase(
            "concatenation of samples", [.activation("a", [2, 3]), .activation("b", [4, 3])]
        ) { Tensor.concatenated($1, axis: 0) },
        OperationCase("concatenation with itself", [.activation("a", [2, 3, 2, 2])]) {
            Tensor.concatenated([$1[0], $1[0]], axis: 1)
        },
        OperationCase("slice of channels", [.activation("x", [2, 7, 3, 4])]) {
            $1[0].slice(axis: 1, start: 2, length: 3)
        },
        OperationCase("slice at the start", [.activation("x", [5, 3])]) {
            $1[0].slice(axis: 0, start: 0, length: 2)
        },
        OperationCase("slice at the end", [.activation("x", [5, 3])]) {
            $1[0].slice(axis: 1, start: 1, length: 2)
        },
        OperationCase("whole slice", [.activation("x", [5, 3])]) {
            $1[0].slice(axis: 1, start: 0, length: 3)
        },
    ]

    private static let reductions: [OperationCase] = [
        OperationCase("sum of all", [.activation("x", [2, 3, 4, 5])]) { $1[0].sum() },
        OperationCase("mean of all", [.activation("x", [3, 7])]) { $1[0].mean() },
        OperationCase("sum over space", [.activation("x", [2, 3, 4, 5])]) {
            $1[0].sum(axes: [2, 3])
        },
        OperationCase("mean over space", [.activation("x", [2, 3, 4, 5])]) {
            $1[0].mean(axes: [2, 3])
        },
        OperationCase("mean over batch and space", [.activation("x", [2, 3, 4, 5])]) {
            $1[0].mean(axes: [0, 2, 3])
        },
        OperationCase("sum over the first dimension", [.activation("x", [4, 5])]) {
            $1[0].sum(axes: [0])
        },
        OperationCase("broadcast of channels", [.activation("x", [3])]) {
            $1[0].broadcast(to: [2, 3, 4, 5], axes: [0, 2, 3])
        },
        OperationCase("broadcast of a scalar", [.parameter("x", .scalar)]) {
            $1[0].broadcast(to: [2, 3], axes: [0, 1])
        },
        OperationCase("broadcast of rows", [.activation("x", [4])]) {
            $1[0].broadcast(to: [4, 3], axes: [1])
        },
        OperationCase(
            "squared norm", [.parameter("a", [3, 4]), .parameter("b", [2, 3, 2, 2])]
        ) { _, tensors in Tensor.squaredNorm(tensors) },
    ]
}
