import BallastCore
import BallastGraph
import BallastRuntime
import CDNNL
import CKernels

extension Lowering {
    /// One pass for images of one channel; otherwise oneDNN's convolution and a pass behind it.
    mutating func lowerPooledConvolution(_ attributes: ConvolutionAttributes) throws {
        let (x, w, y) = (node.inputs[0], node.inputs[1], node.outputs[0])
        let geometry = PooledGeometry(attributes, shape(of: x), shape(of: w))
        let image = DNNLLayout(shape(of: y), .float32, BL_CHANNELS_LAST)
        let choice = program.addBuffer(byteCount: shape(of: y).count)
        opaque[node.outputs[1]] = choice
        guard shape(of: x)[1] == 1 else {
            let dense = try denseConvolution(attributes)
            emit(
                "max pooling + ReLU", reads: [dense], writes: [allocate(y, image), choice]
            ) { memory, _ in
                geometry.withNative { native in
                    bk_pool_and_rectify(
                        memory[0].floats, memory[1].floats, memory[2].bytes, native)
                }
            }
            return
        }
        var reads = [try channelsLast(x), try kernel(w)]
        let hasBias = node.inputs.count > 2
        if hasBias { reads.append(try plainBuffer(node.inputs[2])) }
        let scratch = program.addBuffer(byteCount: geometry.scratchBytes)
        emit(
            "convolution + max pooling + ReLU", reads: reads,
            writes: [allocate(y, image), choice, scratch]
        ) { memory, _ in
            let bias = hasBias ? memory[2].floats : nil
            let outputs = memory.suffix(3).map { $0 }
            geometry.withNative { native in
                bk_pooled_convolution(
                    memory[0].floats, memory[1].floats, bias, outputs[0].floats,
                    outputs[1].bytes, outputs[2].floats, native)
            }
        }
        markOperations(geometry)
    }

    mutating func lowerPooledConvolutionBackwardInput(
        _ attributes: ConvolutionAttributes
    ) throws {
        let (dy, y, w, dx) = (node.inputs[0], node.inputs[1], node.inputs[3], node.outputs[0])
        let geometry = PooledGeometry(attributes, shape(of: dx), shape(of: w))
        let reads = [
            try channelsLast(dy), try channelsLast(y), try choice(node.inputs[2]), try kernel(w),
        ]
        let image = DNNLLayout(shape(of: dx), .float32, BL_CHANNELS_LAST)
        let scratch = program.addBuffer(byteCount: geometry.scratchBytes)
        emit(
            "convolution data gradient through pooling", reads: reads,
            writes: [allocate(dx, image), scratch]
        ) { memory, _ in
            geometry.withNative { native in
                bk_pooled_convolution_backward_input(
                    memory[0].floats, memory[1].floats, memory[2].bytes, memory[3].floats,
                    memory[4].floats, memory[5].floats, native)
            }
        }
        markOperations(geometry)
    }

    mutating func lowerPooledConvolutionBackwardWeight(
        _ attributes: ConvolutionAttributes, _ weight: Shape, bias: Bool
    ) throws {
        let (x, dy, y) = (node.inputs[0], node.inputs[1], node.inputs[2])
        let geometry = PooledGeometry(attributes, shape(of: x), weight)
        let reads = [
            try channelsLast(x), try channelsLast(dy), try channelsLast(y),
            try choice(node.inputs[3]),
        ]
        var writes = [
            allocate(node.outputs[0], DNNLLayout(weight, .float32, BL_CHANNELS_LAST)),
            program.addBuffer(byteCount: geometry.scratchBytes),
        ]
        if bias {
            let plain = DNNLLayout([weight[0]], .float32, BL_PLAIN)
            writes.append(allocate(node.outputs[1], plain))
        }
        emit(
            "convolution weight gradient through pooling", reads: reads, writes: writes
        ) { memory, _ in
            geometry.withNative { native in
                bk_pooled_convolution_backward_weight(
                    memory[0].floats, memory[1].floats, memory[2].floats, memory[3].bytes,
                    memory[4].floats, bias ? memory[6].floats : nil, memory[5].floats, native)
            }
        }
        markOperations(geometry)
    }

    /// The convolution before it is pooled, channels last, in memory of its own.
    private mutating func denseConvolution(
        _ attributes: ConvolutionAttributes
    ) throws -> BufferID {
        let (x, w) = (node.inputs[0], node.inputs[1])
        let output = attributes.outputShape(input: shape(of: x), weight: shape(of: w))
        let target = DNNLLayout(output, .float32, BL_CHANNELS_LAST)
        let buffer = program.addBuffer(byteCount: target.byteCount)
        try emitConvolution(
            attributes, target, home: DNNLLayout(shape(of: w), .float32, BL_CHANNELS_LAST)
        ) { _ in buffer }
        return buffer
    }

    private mutating func channelsLast(_ value: ValueID) throws -> BufferID {
        try buffer(value, DNNLLayout(shape(of: value), .float32, BL_CHANNELS_LAST))
    }

    /// Weights as `(outputs, height, width, inputs)`.
    private mutating func kernel(_ value: ValueID) throws -> BufferID {
        try weights(value, DNNLLayout(shape(of: value), .float32, BL_CHANNELS_LAST))
    }

    private func choice(_ value: ValueID) throws -> BufferID {
        guard let buffer = opaque[value] else {
            throw unsupported("pooled convolution without its choice")
        }
        return buffer
    }

    /// Counts the last kernel among those of the convolutions.
    private mutating func markOperations(_ geometry: PooledGeometry) {
        program.steps[program.steps.count - 1].operations = geometry.operations
    }
}

extension UnsafeMutableRawPointer {
    fileprivate var floats: UnsafeMutablePointer<Float> { assumingMemoryBound(to: Float.self) }
    fileprivate var bytes: UnsafeMutablePointer<UInt8> { assumingMemoryBound(to: UInt8.self) }
}
