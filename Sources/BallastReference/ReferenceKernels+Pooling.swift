import BallastCore
import BallastGraph

extension ReferenceKernels {
    static func pooling(
        _ operation: Operation, _ inputs: [DoubleTensor], _ shape: Shape
    ) -> [DoubleTensor] {
        switch operation {
        case .pooling(.maximum, let attributes):
            return maximumPooling(inputs[0], attributes, shape)
        case .poolingBackward(.maximum, _, let inputShape):
            return [maximumPoolingBackward(inputs[0], winners: inputs[1], inputShape)]
        case .pooling(.average, let attributes):
            let windows = windows(attributes, inputs[0].shape, shape)
            return [averaged(inputs[0], windows, shape), DoubleTensor(shape: shape)]
        case .poolingBackward(.average, let attributes, let inputShape):
            let windows = windows(attributes, inputShape, inputs[0].shape)
            return [spread(inputs[0], windows, inputShape)]
        case .adaptiveAveragePooling(let extent):
            return [averaged(inputs[0], adaptiveWindows(extent, inputs[0].shape), shape)]
        case .adaptiveAveragePoolingBackward(let inputShape):
            let dy = inputs[0]
            let extent = Extent2D(height: dy.shape[2], width: dy.shape[3])
            return [spread(dy, adaptiveWindows(extent, inputShape), inputShape)]
        default:
            preconditionFailure("\(operation) is not a pooling")
        }
    }

    /// What one output cell sees of a plane.
    private struct Window {
        /// Indices within the plane, row by row.
        var indices: [Int]
        var divisor: Double
    }

    /// The windows of one plane. As in PyTorch, an average's divisor counts the padding on both
    /// sides if asked to, and never what overhangs it.
    private static func windows(
        _ attributes: PoolingAttributes, _ input: Shape, _ output: Shape
    ) -> [Window] {
        (0..<output[2] * output[3]).map { cell in
            let top = cell / output[3] * attributes.stride.height - attributes.padding.height
            let left = cell % output[3] * attributes.stride.width - attributes.padding.width
            let bottom = min(top + attributes.kernel.height, input[2] + attributes.padding.height)
            let right = min(left + attributes.kernel.width, input[3] + attributes.padding.width)
            let indices = indices(
                max(top, 0)..<min(bottom, input[2]), max(left, 0)..<min(right, input[3]),
                width: input[3])
            let divisor =
                attributes.countsPadding ? (bottom - top) * (right - left) : indices.count
            return Window(indices: indices, divisor: Double(divisor))
        }
    }

    private static func adaptiveWindows(_ extent: Extent2D, _ input: Shape) -> [Window] {
        func range(_ cell: Int, of cells: Int, _ size: Int) -> Range<Int> {
            cell * size / cells..<((cell + 1) * size + cells - 1) / cells
        }
        return (0..<extent.height * extent.width).map { cell in
            let indices = indices(
                range(cell / extent.width, of: extent.height, input[2]),
                range(cell % extent.width, of: extent.width, input[3]), width: input[3])
            return Window(indices: indices, divisor: Double(indices.count))
        }
    }

    private static func indices(_ rows: Range<Int>, _ columns: Range<Int>, width: Int) -> [Int] {
        rows.flatMap { row in columns.map { row * width + $0 } }
    }

    /// The maxima, and as workspace where in its plane each was found first.
    private static func maximumPooling(
        _ x: DoubleTensor, _ attributes: PoolingAttributes, _ shape: Shape
    ) -> [DoubleTensor] {
        let windows = windows(attributes, x.shape, shape)
        let plane = x.shape[2] * x.shape[3]
        var y = DoubleTensor(shape: shape)
        var winners = DoubleTensor(shape: shape)
        for index in 0..<shape.count {
            let base = index / windows.count * plane
            let window = windows[index % windows.count]
            var winner = window.indices[0]
            for candidate in window.indices.dropFirst() {
                let value = x.values[base + candidate]
                if value > x.values[base + winner] || value.isNaN { winner = candidate }
            }
            y.values[index] = x.values[base + winner]
            winners.values[index] = Double(winner)
        }
        return [y, winners]
    }

    private static func maximumPoolingBackward(
        _ dy: DoubleTensor, winners: DoubleTensor, _ shape: Shape
    ) -> DoubleTensor {
        let plane = shape[2] * shape[3]
        let cells = dy.shape[2] * dy.shape[3]
        var dx = DoubleTensor(shape: shape)
        for index in 0..<dy.shape.count {
            dx.values[index / cells * plane + Int(winners.values[index])] += dy.values[index]
        }
        return dx
    }

    private static func averaged(
        _ x: DoubleTensor, _ windows: [Window], _ shape: Shape
    ) -> DoubleTensor {
        let plane = x.shape[2] * x.shape[3]
        let values = (0..<shape.count).map { index in
            let window = windows[index % windows.count]
            let base = index / windows.count * plane
            return window.indices.reduce(0) { $0 + x.values[base + $1] } / window.divisor
        }
        return DoubleTensor(shape: shape, values: values)
    }

    private static func spread(
        _ dy: DoubleTensor, _ windows: [Window], _ shape: Shape
    ) -> DoubleTensor {
        let plane = shape[2] * shape[3]
        var dx = DoubleTensor(shape: shape)
        for index in 0..<dy.shape.count {
            let window = windows[index % windows.count]
            let base = index / windows.count * plane
            for position in window.indices {
                dx.values[base + position] += dy.values[index] / window.divisor
            }
        }
        return dx
    }
}
