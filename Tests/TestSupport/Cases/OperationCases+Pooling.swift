import BallastCore
import BallastGraph

extension OperationCases {
    public static let poolings = windowPoolings + adaptivePoolings

    /// Overlaps, padding, uneven windows, and windows that overhang the end.
    public static let poolingGeometries: [(name: String, input: Shape, PoolingAttributes)] = [
        ("2×2", [2, 3, 6, 8], .init(kernel: 2)),
        ("2×2, odd size", [2, 3, 7, 5], .init(kernel: 2)),
        ("2×2, odd size, ceil", [2, 3, 7, 5], .init(kernel: 2, ceilMode: true)),
        ("3×3, stride 2", [1, 4, 9, 8], .init(kernel: 3, stride: 2)),
        ("3×3, stride 2, ceil", [1, 4, 8, 10], .init(kernel: 3, stride: 2, ceilMode: true)),
        ("3×3, stride 1, padding 1", [2, 2, 5, 6], .init(kernel: 3, stride: 1, padding: 1)),
        ("3×3, stride 2, padding 1", [2, 5, 8, 7], .init(kernel: 3, stride: 2, padding: 1)),
        (
            "3×3, stride 2, padding 1, ceil", [1, 2, 8, 6],
            .init(kernel: 3, stride: 2, padding: 1, ceilMode: true)
        ),
        (
            "2×2, stride 2, padding 1, ceil", [1, 2, 5, 4],
            .init(kernel: 2, stride: 2, padding: 1, ceilMode: true)
        ),
        (
            "3×2, uneven", [1, 3, 9, 8],
            .init(
                kernel: Extent2D(height: 3, width: 2), stride: Extent2D(height: 2, width: 3),
                padding: Extent2D(height: 1, width: 0))
        ),
        ("16 channels", [2, 16, 8, 8], .init(kernel: 3, stride: 2, ceilMode: true)),
    ]

    private static let windowPoolings: [OperationCase] = poolingGeometries.flatMap {
        (name: String, input: Shape, attributes: PoolingAttributes) in
        var insideOnly = attributes
        insideOnly.countsPadding = false
        let averages = attributes.padding == 0 ? [attributes] : [attributes, insideOnly]
        return [
            OperationCase("max pooling \(name)", [.activation("x", input)]) {
                $1[0].maxPooled(attributes)
            }
        ]
            + averages.map { average in
                let suffix = average.countsPadding ? "" : ", padding not counted"
                return OperationCase("average pooling \(name)\(suffix)", [.activation("x", input)])
                {
                    $1[0].averagePooled(average)
                }
            }
    }

    private static let adaptivePoolings: [OperationCase] = [
        ([2, 3, 4, 4], 1), ([2, 3, 7, 5], 1), ([1, 2, 7, 5], 3), ([1, 4, 6, 8], 2),
        ([1, 2, 2, 3], 4),
    ].map { (dimensions: [Int], extent: Int) in
        let shape = Shape(dimensions)
        return OperationCase(
            "adaptive average pooling of \(shape) to \(extent)", [.activation("x", shape)]
        ) { $1[0].adaptiveAveragePooled(to: Extent2D(extent)) }
    }
}
