import BallastGraph

/// A graph as a backend will run it: kernels in order, and the buffers between them.
public struct LoweredProgram {
    public var buffers: [BufferSpecification]
    public var steps: [LoweredStep]
    /// The slots that a run writes.
    public var writtenSlots: [StateSlot]

    public init(
        buffers: [BufferSpecification] = [], steps: [LoweredStep] = [],
        writtenSlots: [StateSlot] = []
    ) {
        self.buffers = buffers
        self.steps = steps
        self.writtenSlots = writtenSlots
    }

    public mutating func addBuffer(
        byteCount: Int, storage: BufferSpecification.Storage = .arena
    ) -> BufferID {
        buffers.append(BufferSpecification(byteCount: byteCount, storage: storage))
        return BufferID(buffers.count - 1)
    }
}
