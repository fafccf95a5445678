import BallastCore

/// Values in double precision and canonical order, as the reference kernels compute with them.
public struct DoubleTensor: Equatable, Sendable {
    public let shape: Shape
    public var values: [Double]

    /// - Precondition: `values` has `shape.count` elements.
    public init(shape: Shape, values: [Double]) {
        precondition(
            values.count == shape.count,
            "\(values.count) values do not fill a tensor of shape \(shape)")
        self.shape = shape
        self.values = values
    }

    public init(repeating value: Double = 0, shape: Shape) {
        self.init(shape: shape, values: Array(repeating: value, count: shape.count))
    }

    /// Element `index`, or the only one where there is but one.
    func spread(_ index: Int) -> Double {
        values.count == 1 ? values[0] : values[index]
    }
}
