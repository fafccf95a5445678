/// One kernel of a program before it is bound to memory.
public struct LoweredStep {
    /// What it is, with the implementation that was picked: `conv forward jit:avx512_core`.
    public var name: String
    /// The model's layer that it serves.
    public var layer: String
    public var reads: [BufferID]
    /// Written buffers, scratch memory among them.
    public var writes: [BufferID]
    /// Pairs in which the written buffer may take the place of the read one if that is not needed
    /// afterwards.
    public var inPlace: [(write: BufferID, read: BufferID)]
    /// Floating-point operations, for the printed plan; 0 where memory is what counts.
    public var operations: Double
    /// Makes the kernel, given the address of each buffer.
    public var bind: (_ address: (BufferID) -> BufferAddress) throws -> any Kernel

    public init(
        name: String, layer: String, reads: [BufferID], writes: [BufferID],
        inPlace: [(write: BufferID, read: BufferID)] = [], operations: Double = 0,
        bind: @escaping (_ address: (BufferID) -> BufferAddress) throws -> any Kernel
    ) {
        self.name = name
        self.layer = layer
        self.reads = reads
        self.writes = writes
        self.inPlace = inPlace
        self.operations = operations
        self.bind = bind
    }
}
