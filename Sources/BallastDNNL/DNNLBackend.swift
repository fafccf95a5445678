import BallastCore
import BallastGraph
import BallastRuntime
import CDNNL
import CKernels

/// Compiles graphs to oneDNN primitives and the vector passes of `CKernels`.
///
/// One process has one pool of threads, so the last backend made decides how many there are.
public final class DNNLBackend: Backend {
    public let name = "oneDNN \(String(cString: bl_version()))"
    /// How the activations of convolutional layers lie in memory; nil: blocked, which measures
    /// faster, unless a convolution has too few channels to fill a block.
    public let activations: ActivationLayout?
    public let threads: Int

    public init(threads: Int = 1, activations: ActivationLayout? = nil) {
        self.threads = threads
        self.activations = activations
        bk_set_threads(Int32(threads))
    }

    /// Whether this processor has kernels for bfloat16.
    public static var supportsBFloat16: Bool { bl_supports_bfloat16() != 0 }

    public func lower(_ graph: Graph, into store: StateStore) throws -> LoweredProgram {
        var lowering = Lowering(
            graph: graph, store: store, activations: activations ?? .suited(to: graph))
        return try lowering.run()
    }

    public func defaultLayout(for slot: StateSlot) -> any StateLayout {
        DNNLLayout(slot.shape, .float32, BL_PLAIN)
    }

    public func store(
        _ tensor: HostTensor, at memory: UnsafeMutableRawPointer, layout: any StateLayout
    ) {
        let layout = Self.own(layout)
        let plain = DNNLLayout(layout.shape, .float32, BL_PLAIN)
        var values = tensor.values
        values.withUnsafeMutableBytes { source in
            Self.reorder(source.baseAddress!, plain, memory, layout)
        }
    }

    public func load(
        _ shape: Shape, at memory: UnsafeRawPointer, layout: any StateLayout
    ) -> HostTensor {
        let layout = Self.own(layout)
        let plain = DNNLLayout(layout.shape, .float32, BL_PLAIN)
        var tensor = HostTensor(repeating: 0, shape: shape)
        tensor.values.withUnsafeMutableBytes { target in
            Self.reorder(
                UnsafeMutableRawPointer(mutating: memory), layout, target.baseAddress!, plain)
        }
        return tensor
    }

    static func own(_ layout: any StateLayout) -> DNNLLayout {
        guard let layout = layout as? DNNLLayout else {
            fault("a layout of another backend: \(layout)")
        }
        return layout
    }

    private static func reorder(
        _ source: UnsafeMutableRawPointer, _ from: DNNLLayout,
        _ target: UnsafeMutableRawPointer, _ to: DNNLLayout
    ) {
        guard let primitive = bl_reorder(from.descriptor, to.descriptor) else {
            preconditionFailure("no reorder between state layouts: \(dnnlError())")
        }
        defer { bl_primitive_destroy(primitive) }
        let scratch = bl_primitive_md(primitive, BL_SCRATCHPAD).map { bl_md_size($0) } ?? 0
        let memory = AlignedBuffer(byteCount: scratch)
        var zero: UInt8 = 0
        withUnsafePointer(to: &zero) { parity in
            bl_primitive_bind(primitive, BL_SRC, source, source, parity, 0)
            bl_primitive_bind(primitive, BL_DST, target, target, parity, 0)
            if scratch > 0 {
                bl_primitive_bind(
                    primitive, BL_SCRATCHPAD, memory.pointer, memory.pointer, parity, 0)
            }
            _ = bl_primitive_execute(primitive)
        }
    }
}
