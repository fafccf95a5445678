import BallastCore

/// A tensor in a backend's memory, to be read where it lies while it is there.
public struct TensorView {
    public let shape: Shape
    private let memory: UnsafeRawPointer
    private let layout: any StateLayout
    private let backend: any Backend

    init(
        _ shape: Shape, at memory: UnsafeRawPointer, layout: any StateLayout,
        of backend: any Backend
    ) {
        self.shape = shape
        self.memory = memory
        self.layout = layout
        self.backend = backend
    }

    /// Sum of squares, peak, and how many elements are outside of `range`.
    ///
    /// - Complexity: one pass over the memory.
    public func measured(
        outside range: ClosedRange<Float> = -Float.infinity...Float.infinity
    ) -> TensorMeasure {
        backend.measure(shape, at: memory, layout: layout, outside: range)
    }

    /// The number of channels (the second dimension) whose elements are all zero.
    ///
    /// - Precondition: the rank is 2 or 4.
    public func zeroChannels() -> Int {
        backend.zeroChannels(shape, at: memory, layout: layout)
    }

    /// A copy in canonical order.
    public func loaded() -> HostTensor {
        backend.load(shape, at: memory, layout: layout)
    }
}
