import BallastCore
import BallastRuntime
import CDNNL

/// A oneDNN primitive with its arguments.
final class PrimitiveKernel: Kernel {
    private let primitive: OpaquePointer

    init(owning primitive: OpaquePointer) {
        self.primitive = primitive
    }

    deinit {
        bl_primitive_destroy(primitive)
    }

    func bind(_ argument: bl_argument, _ address: BufferAddress) throws {
        let status = bl_primitive_bind(
            primitive, argument, address.base, address.alternate, address.parity, address.flip)
        guard status == 0 else {
            throw BallastError(.unsupported, "oneDNN cannot bind an argument: \(dnnlError())")
        }
    }

    func run(_ scalars: StepScalars) {
        guard bl_primitive_execute(primitive) == 0 else {
            fault(
                "\(String(cString: bl_primitive_implementation(primitive))) failed: \(dnnlError())")
        }
    }
}
