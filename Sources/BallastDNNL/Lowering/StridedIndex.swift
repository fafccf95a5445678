import BallastCore

/// Walks a plain tensor together with the same tensor without some of its axes.
struct StridedIndex {
    private let extents: [Int]
    /// The step of the smaller tensor's index per axis; 0 for dropped axes.
    private let strides: [Int]

    init(_ shape: Shape, dropping axes: [Int]) {
        extents = shape.dimensions
        var strides = Array(repeating: 0, count: shape.rank)
        var step = 1
        for axis in (0..<shape.rank).reversed() where !axes.contains(axis) {
            strides[axis] = step
            step *= shape[axis]
        }
        self.strides = strides
    }

    /// Calls the body with each element's index and that of its image in the smaller tensor.
    func forEach(_ body: (Int, Int) -> Void) {
        let count = extents.reduce(1, *)
        for element in 0..<count {
            var rest = element
            var image = 0
            for axis in extents.indices.reversed() {
                image += (rest % extents[axis]) * strides[axis]
                rest /= extents[axis]
            }
            body(element, image)
        }
    }
}
