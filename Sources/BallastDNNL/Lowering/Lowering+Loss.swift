import BallastCore
import BallastGraph
import BallastRuntime
import CDNNL
import CKernels

extension Lowering {
    mutating func lowerCrossEntropy(_ attributes: CrossEntropyAttributes) throws {
        let (samples, classes) = (shape(of: node.inputs[0])[0], shape(of: node.inputs[0])[1])
        guard let labels = opaque[node.inputs[1]] else {
            preconditionFailure("labels must be an int32 input")
        }
        let reads = [try plainBuffer(node.inputs[0]), labels]
        let writes = node.outputs.map { output in
            allocate(output, DNNLLayout(shape(of: output), .float32, BL_PLAIN))
        }
        let weights = attributes.classWeights.map { values in
            let memory = AlignedBuffer(byteCount: classes * 4)
            for (index, value) in values.enumerated() {
                memory.pointer.assumingMemoryBound(to: Float.self)[index] = Float(value)
            }
            return memory
        }
        emit("cross-entropy", reads: reads, writes: writes) { memory, _ in
            bk_cross_entropy(
                memory[0].assumingMemoryBound(to: Float.self),
                memory[1].assumingMemoryBound(to: Int32.self), samples, classes,
                Float(attributes.labelSmoothing),
                weights?.pointer.assumingMemoryBound(to: Float.self),
                memory[2].assumingMemoryBound(to: Float.self),
                memory[3].assumingMemoryBound(to: Float.self),
                memory[4].assumingMemoryBound(to: Float.self))
        }
    }

    /// The mask counts elements channels last, so images are brought into that order.
    mutating func lowerDropout(_ rate: Double, _ site: Int) throws {
        let x = node.inputs[0]
        let type = dataType(of: x)
        let order = shape(of: x).rank == 4 ? BL_CHANNELS_LAST : BL_PLAIN
        let layout = DNNLLayout(shape(of: x), type, order)
        let source = try buffer(x, layout)
        let target = allocate(node.outputs[0], layout)
        let count = layout.elementCount
        emit("dropout", reads: [source], writes: [target], inPlace: [(target, source)]) {
            memory, scalars in
            let step = UInt64(scalars.step)
            if type == .bfloat16 {
                bk_dropout_bfloat16(
                    memory[0].assumingMemoryBound(to: UInt16.self),
                    memory[1].assumingMemoryBound(to: UInt16.self), count, scalars.seed,
                    UInt32(site), step, Float(rate))
            } else {
                bk_dropout_float32(
                    memory[0].assumingMemoryBound(to: Float.self),
                    memory[1].assumingMemoryBound(to: Float.self), count, scalars.seed,
                    UInt32(site), step, Float(rate))
            }
        }
    }
}
