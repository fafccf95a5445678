import BallastCore

/// The shape and element type of a value in a ``Graph``.
public struct TensorType: Hashable, Sendable {
    public var shape: Shape
    public var dataType: DataType

    public init(_ shape: Shape, _ dataType: DataType = .float32) {
        self.shape = shape
        self.dataType = dataType
    }

    public static let scalar = TensorType(.scalar)
}
