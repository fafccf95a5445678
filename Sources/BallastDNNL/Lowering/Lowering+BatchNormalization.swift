import BallastCore
import BallastGraph
import BallastRuntime
import CDNNL

extension Lowering {
    mutating func lowerBatchNormalization(_ epsilon: Double, relu: Bool) throws {
        let source = exchangeLayout(of: node.inputs[0])
        let primitive = try normalizationForward(source, epsilon, given: false, relu: relu)
        let x = try buffer(node.inputs[0], source)
        let reads: [Argument] = [
            (BL_SRC, x), (BL_SCALE, try plainBuffer(node.inputs[1])),
            (BL_SHIFT, try plainBuffer(node.inputs[2])),
        ]
        let channels = DNNLLayout(shape(of: node.outputs[1]), .float32, BL_PLAIN)
        let y = allocate(node.outputs[0], source)
        var writes: [Argument] = [
            (BL_DST, y), (BL_MEAN, allocate(node.outputs[1], channels)),
            (BL_VARIANCE, allocate(node.outputs[2], channels)),
        ]
        addWorkspace(primitive, node.outputs[3], &writes)
        emit(
            primitive, relu ? "batch norm + ReLU" : "batch norm", reads, writes: writes,
            inPlace: [(y, x)])
    }

    mutating func lowerBatchNormalizationInference(_ epsilon: Double, relu: Bool) throws {
        let source = exchangeLayout(of: node.inputs[0])
        let primitive = try normalizationForward(source, epsilon, given: true, relu: relu)
        let x = try buffer(node.inputs[0], source)
        let reads: [Argument] = [
            (BL_SRC, x), (BL_SCALE, try plainBuffer(node.inputs[1])),
            (BL_SHIFT, try plainBuffer(node.inputs[2])),
            (BL_MEAN, try plainBuffer(node.inputs[3])),
            (BL_VARIANCE, try plainBuffer(node.inputs[4])),
        ]
        let y = allocate(node.outputs[0], source)
        var writes: [Argument] = [(BL_DST, y)]
        addWorkspace(primitive, node.outputs[1], &writes)
        emit(
            primitive, relu ? "given norm + ReLU" : "given norm", reads, writes: writes,
            inPlace: [(y, x)])
    }

    mutating func lowerBatchNormalizationBackward(
        _ epsilon: Double, relu: Bool, given: Bool
    ) throws {
        let source = exchangeLayout(of: node.inputs[0])
        guard
            let primitive = bl_batch_normalization_backward(
                source.descriptor, Float(epsilon), given ? 1 : 0, relu ? 1 : 0)
        else { throw unsupported("batch normalization gradient") }
        let dy = try buffer(node.inputs[1], source)
        let scale = try plainBuffer(node.inputs[4])
        // oneDNN demands a shift here too but does not read it.
        var reads: [Argument] = [
            (BL_SRC, try buffer(node.inputs[0], source)), (BL_DIFF_DST, dy),
            (BL_MEAN, try plainBuffer(node.inputs[2])),
            (BL_VARIANCE, try plainBuffer(node.inputs[3])),
            (BL_SCALE, scale), (BL_SHIFT, scale),
        ]
        if let workspace = opaque[node.inputs[5]] { reads.append((BL_WORKSPACE, workspace)) }
        let channels = DNNLLayout(shape(of: node.outputs[1]), .float32, BL_PLAIN)
        let dx = allocate(node.outputs[0], source)
        let writes: [Argument] = [
            (BL_DIFF_SRC, dx), (BL_DIFF_SCALE, allocate(node.outputs[1], channels)),
            (BL_DIFF_SHIFT, allocate(node.outputs[2], channels)),
        ]
        emit(
            primitive, relu ? "batch norm + ReLU gradient" : "batch norm gradient", reads,
            writes: writes, inPlace: [(dx, dy)])
    }

    private func normalizationForward(
        _ source: DNNLLayout, _ epsilon: Double, given: Bool, relu: Bool
    ) throws -> OpaquePointer {
        guard
            let primitive = bl_batch_normalization_forward(
                source.descriptor, Float(epsilon), given ? 1 : 0, relu ? 1 : 0)
        else { throw unsupported("batch normalization") }
        return primitive
    }

    mutating func addWorkspace(
        _ primitive: OpaquePointer, _ value: ValueID, _ writes: inout [Argument]
    ) {
        guard let workspace = bl_primitive_md(primitive, BL_WORKSPACE) else { return }
        let buffer = program.addBuffer(byteCount: bl_md_size(workspace))
        opaque[value] = buffer
        writes.append((BL_WORKSPACE, buffer))
    }
}
