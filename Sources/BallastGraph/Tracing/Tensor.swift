import BallastCore

/// A symbolic tensor: the result of an operation that a ``GraphBuilder`` has recorded.
public struct Tensor {
    public let value: ValueID
    public let builder: GraphBuilder

    public init(value: ValueID, builder: GraphBuilder) {
        self.value = value
        self.builder = builder
    }

    public var shape: Shape { builder.graph.shape(of: value) }

    func apply(_ operation: Operation, _ others: Tensor...) -> Tensor {
        builder.append(operation, [self] + others)[0]
    }
}
