import BallastCore
import BallastGraph

/// Where a value of the graph lies when the step that computes it is done.
public struct LoweredValue {
    public var value: ValueID
    public var shape: Shape
    public var buffer: BufferID
    public var layout: any StateLayout
    /// The index of the step; later ones may reuse the memory.
    public var step: Int

    public init(
        _ value: ValueID, shape: Shape, buffer: BufferID, layout: any StateLayout, step: Int
    ) {
        self.value = value
        self.shape = shape
        self.buffer = buffer
        self.layout = layout
        self.step = step
    }
}
