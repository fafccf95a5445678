import BallastCore
import BallastGraph
import BallastRuntime
import CDNNL
import CKernels

extension Lowering {
    typealias Argument = (argument: bl_argument, buffer: BufferID)

    /// The layout that a primitive wants for an argument.
    ///
    /// - Precondition: the primitive has the argument.
    func layout(_ primitive: OpaquePointer, _ argument: bl_argument) -> DNNLLayout {
        guard let descriptor = bl_primitive_md(primitive, argument) else {
            preconditionFailure("primitive of \(node.operation) lacks argument \(argument)")
        }
        return DNNLLayout(copying: descriptor)
    }

    /// Appends a oneDNN primitive, and scratch memory if it wants some.
    mutating func emit(
        _ primitive: OpaquePointer, _ name: String, _ reads: [Argument], writes: [Argument],
        inPlace: [(write: BufferID, read: BufferID)] = [], operations: Double = 0
    ) {
        var writes = writes
        if let scratch = bl_primitive_md(primitive, BL_SCRATCHPAD), bl_md_size(scratch) > 0 {
            writes.append((BL_SCRATCHPAD, program.addBuffer(byteCount: bl_md_size(scratch))))
        }
        let implementation = String(cString: bl_primitive_implementation(primitive))
        let owner = PrimitiveKernel(owning: primitive)
        let arguments = reads + writes
        program.steps.append(
            LoweredStep(
                name: "\(name) \(implementation)", layer: node.layer,
                reads: reads.map(\.buffer), writes: writes.map(\.buffer), inPlace: inPlace,
                operations: operations
            ) { address in
                for (argument, buffer) in arguments {
                    try owner.bind(argument, address(buffer))
                }
                return owner
            })
    }

    /// Appends a pass of `CKernels`; `body` gets the addresses of the reads, then of the writes.
    mutating func emit(
        _ name: String, reads: [BufferID], writes: [BufferID],
        inPlace: [(write: BufferID, read: BufferID)] = [],
        _ body: @escaping ([UnsafeMutableRawPointer], StepScalars) -> Void
    ) {
        program.steps.append(
            LoweredStep(
                name: name, layer: node.layer, reads: reads, writes: writes, inPlace: inPlace
            ) { address in
                PassKernel((reads + writes).map(address), body)
            })
    }

    mutating func emitCopy(_ source: BufferID, _ target: BufferID, bytes: Int) {
        emit("copy", reads: [source], writes: [target]) { memory, _ in
            memory[1].copyMemory(from: memory[0], byteCount: bytes)
        }
    }
}
