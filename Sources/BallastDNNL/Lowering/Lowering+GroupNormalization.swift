import BallastCore
import BallastGraph
import BallastRuntime
import CDNNL
import CKernels

extension Lowering {
    mutating func lowerGroupNormalization(_ groups: Int, _ epsilon: Double) throws {
        let size = ChannelExtent(shape(of: node.inputs[0]))
        let image = DNNLLayout(shape(of: node.inputs[0]), .float32, BL_CHANNELS_LAST)
        let statistics = DNNLLayout(shape(of: node.outputs[1]), .float32, BL_PLAIN)
        let reads = [
            try buffer(node.inputs[0], image), try plainBuffer(node.inputs[1]),
            try plainBuffer(node.inputs[2]),
        ]
        let writes = [
            allocate(node.outputs[0], image), allocate(node.outputs[1], statistics),
            allocate(node.outputs[2], statistics),
        ]
        emit("group norm", reads: reads, writes: writes) { memory, _ in
            let m = memory.map { $0.assumingMemoryBound(to: Float.self) }
            bk_group_norm_forward(
                m[0], m[1], m[2], m[3], m[4], m[5], size.batch, size.pixels, size.channels,
                groups, Float(epsilon))
        }
    }

    mutating func lowerGroupNormalizationBackward(_ groups: Int) throws {
        let size = ChannelExtent(shape(of: node.inputs[0]))
        let image = DNNLLayout(shape(of: node.inputs[0]), .float32, BL_CHANNELS_LAST)
        let channels = DNNLLayout(shape(of: node.outputs[1]), .float32, BL_PLAIN)
        let reads = [
            try buffer(node.inputs[0], image), try buffer(node.inputs[1], image),
            try plainBuffer(node.inputs[2]), try plainBuffer(node.inputs[3]),
            try plainBuffer(node.inputs[4]),
        ]
        let writes = [
            allocate(node.outputs[0], image), allocate(node.outputs[1], channels),
            allocate(node.outputs[2], channels),
            program.addBuffer(byteCount: 2 * size.batch * size.channels * 4),
        ]
        emit("group norm gradient", reads: reads, writes: writes) { memory, _ in
            let m = memory.map { $0.assumingMemoryBound(to: Float.self) }
            bk_group_norm_backward(
                m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8], size.batch, size.pixels,
                size.channels, groups)
        }
    }
}
