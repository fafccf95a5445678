import BallastCore
import BallastRuntime
import CDNNL

/// How a tensor lies in memory, by a oneDNN memory descriptor.
final class DNNLLayout: StateLayout {
    let descriptor: OpaquePointer
    let byteCount: Int

    /// Takes ownership of the descriptor.
    init(owning descriptor: OpaquePointer) {
        self.descriptor = descriptor
        byteCount = bl_md_size(descriptor)
    }

    convenience init(copying descriptor: OpaquePointer) {
        self.init(owning: bl_md_copy(descriptor))
    }

    /// - Precondition: oneDNN knows tensors of this rank (at most 5).
    convenience init(_ shape: Shape, _ dataType: DataType, _ order: bl_layout) {
        let dimensions = shape.dimensions.map(Int64.init)
        guard
            let descriptor = bl_md_create(Int32(shape.rank), dimensions, dataType.native, order)
        else { preconditionFailure("no memory descriptor for \(shape): \(dnnlError())") }
        self.init(owning: descriptor)
    }

    deinit {
        bl_md_destroy(descriptor)
    }

    var dataType: DataType {
        bl_md_type(descriptor) == BL_BFLOAT16 ? .bfloat16 : .float32
    }

    /// The number of elements, padding included.
    var elementCount: Int { byteCount / dataType.byteCount }

    /// Whether the layout holds more elements than the tensor has.
    var isPadded: Bool { elementCount != shape.count }

    /// The extents that oneDNN sees, which for a linear layer on images has rank 4.
    var shape: Shape {
        Shape((0..<bl_md_rank(descriptor)).map { Int(bl_md_dim(descriptor, $0)) })
    }

    func retyped(_ dataType: DataType) -> DNNLLayout {
        DNNLLayout(owning: bl_md_retyped(descriptor, dataType.native))
    }

    func matches(_ other: DNNLLayout) -> Bool {
        self === other || bl_md_equal(descriptor, other.descriptor) != 0
    }
}

extension DataType {
    var native: bl_type {
        switch self {
        case .float32: BL_FLOAT32
        case .bfloat16: BL_BFLOAT16
        case .int32, .float64: preconditionFailure("oneDNN kernels here have no \(self) tensors")
        }
    }
}

/// Why the last call of the shim failed.
func dnnlError() -> String {
    String(cString: bl_error())
}
