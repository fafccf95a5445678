/// A tensor's values in host memory, in canonical order: float32, last dimension fastest, and for
/// images and convolution weights the order of the dimensions is PyTorch's (NCHW, OIHW).
public struct HostTensor: Equatable, Sendable {
    public let shape: Shape
    public var values: [Float]

    /// - Precondition: `values` has `shape.count` elements.
    public init(shape: Shape, values: [Float]) {
        precondition(
            values.count == shape.count,
            "\(values.count) values do not fill a tensor of shape \(shape)")
        self.shape = shape
        self.values = values
    }

    public init(repeating value: Float, shape: Shape) {
        self.init(shape: shape, values: Array(repeating: value, count: shape.count))
    }
}
