/// The name of one buffer within a ``LoweredProgram``.
public struct BufferID: Hashable, Sendable {
    public let index: Int

    public init(_ index: Int) {
        self.index = index
    }
}
