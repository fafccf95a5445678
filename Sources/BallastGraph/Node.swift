/// One operation applied to values of a ``Graph``.
public struct Node: Hashable, Sendable {
    public var operation: Operation
    public var inputs: [ValueID]
    public var outputs: [ValueID]
    /// The layer that traced it, such as `inception3a.branch1.conv`; backward nodes carry the name
    /// of the forward node they belong to.
    public var layer: String

    public init(_ operation: Operation, inputs: [ValueID], outputs: [ValueID], layer: String) {
        self.operation = operation
        self.inputs = inputs
        self.outputs = outputs
        self.layer = layer
    }
}
