import BallastGraph

/// A graph as a backend will run it: kernels in order, and the buffers between them.
public struct LoweredProgram {
    public var buffers: [BufferSpecification]
    public var steps: [LoweredStep]
    /// The slots that a run writes.
    public var writtenSlots: [StateSlot]
    /// Where the values are that steps compute, for those who look on; the plan of memory does not
    /// heed it.
    public var values: [LoweredValue]

    public init(
        buffers: [BufferSpecification] = [], steps: [LoweredStep] = [],
        writtenSlots: [StateSlot] = [], values: [LoweredValue] = []
    ) {
        self.buffers = buffers
        self.steps = steps
        self.writtenSlots = writtenSlots
        self.values = values
    }

    public mutating func addBuffer(
        byteCount: Int, storage: BufferSpecification.Storage = .arena
    ) -> BufferID {
        buffers.append(BufferSpecification(byteCount: byteCount, storage: storage))
        return BufferID(buffers.count - 1)
    }
}
