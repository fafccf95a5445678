import BallastGraph
import BallastRuntime
import CKernels

/// A program of elementwise functions over one or many tensors.
final class ElementwiseKernel: Kernel {
    private let program: CompiledElementwise
    private let addresses: [BufferAddress]
    private let pointers: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private let segments: UnsafeMutablePointer<bk_segment>
    private let segmentCount: Int

    /// - Parameters:
    ///   - counts: the elements of each tensor.
    ///   - addresses: per tensor its inputs, scalars among them, then its outputs.
    init(_ program: CompiledElementwise, counts: [Int], addresses: [BufferAddress]) {
        self.program = program
        self.addresses = addresses
        segmentCount = counts.count
        pointers = .allocate(capacity: addresses.count)
        pointers.initialize(repeating: nil, count: addresses.count)
        segments = .allocate(capacity: counts.count)
        let inputs = program.inputCount
        let width = addresses.count / counts.count
        var tiles = 0
        for (index, count) in counts.enumerated() {
            let first = UnsafeMutableRawPointer(pointers + index * width)
            segments[index] = bk_segment(
                count: count, first_tile: tiles,
                inputs: first.assumingMemoryBound(to: UnsafeRawPointer?.self),
                outputs: pointers + index * width + inputs)
            tiles += (count + BK_TILE - 1) / BK_TILE
        }
    }

    deinit {
        pointers.deallocate()
        segments.deallocate()
    }

    func run(_ scalars: StepScalars) {
        for index in addresses.indices {
            pointers[index] = addresses[index].pointer
        }
        program.withProgram { bk_elementwise($0, segments, segmentCount) }
    }
}
