import BallastCore
import BallastGraph

/// Turns graphs into kernels. The oneDNN backend trains; the tests have a naive one in `Double`.
public protocol Backend: AnyObject {
    var name: String { get }

    /// Chooses kernels and memory layouts for a graph.
    ///
    /// A parameter that the store has no layout for gets the one preferred here; later programs
    /// on the same store adapt to it.
    func lower(_ graph: Graph, into store: StateStore) throws -> LoweredProgram

    /// The layout of a slot whose parameter no kernel has chosen one for.
    func defaultLayout(for slot: StateSlot) -> any StateLayout

    /// Writes canonical values into memory of the given layout.
    func store(_ tensor: HostTensor, at memory: UnsafeMutableRawPointer, layout: any StateLayout)

    /// Reads memory of the given layout as canonical values.
    func load(_ shape: Shape, at memory: UnsafeRawPointer, layout: any StateLayout) -> HostTensor

    /// Sum of squares and peak of a tensor where it lies, and how many elements are outside of
    /// `range`. The default loads the tensor.
    func measure(
        _ shape: Shape, at memory: UnsafeRawPointer, layout: any StateLayout,
        outside range: ClosedRange<Float>
    ) -> TensorMeasure

    /// How many channels, of a tensor of rank 2 or 4, have no element but zeros. The default loads
    /// the tensor.
    func zeroChannels(
        _ shape: Shape, at memory: UnsafeRawPointer, layout: any StateLayout
    ) -> Int
}
