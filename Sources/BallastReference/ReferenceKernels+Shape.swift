import BallastCore
import BallastGraph

extension ReferenceKernels {
    static func rearranged(
        _ operation: Operation, _ inputs: [DoubleTensor], _ shape: Shape
    ) -> DoubleTensor {
        let x = inputs[0]
        switch operation {
        case .concatenate(let axis):
            return concatenated(inputs, axis: axis, shape)
        case .slice(let axis, let start, let length):
            let inner = x.shape.dimensions[(axis + 1)...].reduce(1, *)
            let values = (0..<shape.count).map { index in
                let outer = index / (length * inner)
                return x.values[
                    (outer * x.shape[axis] + start) * inner + index % (length * inner)]
            }
            return DoubleTensor(shape: shape, values: values)
        case .reduce(let kind, let axes):
            var sums = DoubleTensor(shape: shape)
            for (index, target) in projection(x.shape, without: axes).enumerated() {
                sums.values[target] += x.values[index]
            }
            if kind == .mean {
                let count = Double(x.shape.count / shape.count)
                sums.values = sums.values.map { $0 / count }
            }
            return sums
        case .broadcast(_, let axes):
            let sources = projection(shape, without: axes)
            return DoubleTensor(shape: shape, values: sources.map { x.values[$0] })
        case .squaredNorm:
            let sum = inputs.reduce(0) { $1.values.reduce($0) { $0 + $1 * $1 } }
            return DoubleTensor(repeating: sum, shape: .scalar)
        default:
            return DoubleTensor(shape: shape, values: x.values)
        }
    }

    private static func concatenated(
        _ inputs: [DoubleTensor], axis: Int, _ shape: Shape
    ) -> DoubleTensor {
        let outer = shape.dimensions[..<axis].reduce(1, *)
        var values: [Double] = []
        for block in 0..<outer {
            for input in inputs {
                let length = input.shape.count / outer
                values += input.values[block * length..<(block + 1) * length]
            }
        }
        return DoubleTensor(shape: shape, values: values)
    }

    /// For each element of `shape`, the index it has once `axes` are gone.
    private static func projection(_ shape: Shape, without axes: [Int]) -> [Int] {
        (0..<shape.count).map { index in
            var (rest, stride, target) = (index, 1, 0)
            for axis in (0..<shape.rank).reversed() {
                if !axes.contains(axis) {
                    target += rest % shape[axis] * stride
                    stride *= shape[axis]
                }
                rest /= shape[axis]
            }
            return target
        }
    }
}
