import BallastCore
import BallastGraph
import BallastRuntime
import CDNNL
import CKernels

extension Lowering {
    mutating func lowerPooling(_ kind: PoolingKind, _ attributes: PoolingAttributes) throws {
        let input = shape(of: node.inputs[0])
        try checkDivisors(kind, attributes, input)
        try lowerPooling(attributes.native(kind, input: input))
    }

    /// PyTorch's divisors count the padding but not what overhangs it; oneDNN's count both.
    private func checkDivisors(
        _ kind: PoolingKind, _ attributes: PoolingAttributes, _ input: Shape
    ) throws {
        guard kind == .average, attributes.countsPadding, attributes.padding != 0,
            attributes.overhangs(input)
        else { return }
        throw BallastError(
            .unsupported, "average pooling counts padding in windows that overhang it",
            at: "layer \(node.layer)", mend: "Set countsPadding or ceilMode to false.")
    }

    mutating func lowerPoolingBackward(
        _ kind: PoolingKind, _ attributes: PoolingAttributes
    ) throws {
        let input = shape(of: node.outputs[0])
        try lowerPoolingBackward(attributes.native(kind, input: input))
    }

    /// Equal cells are ordinary windows; others take a pass of their own.
    mutating func lowerAdaptivePooling() throws {
        let (input, output) = (shape(of: node.inputs[0]), shape(of: node.outputs[0]))
        if let attributes = Self.window(input, output) {
            try lowerPooling(attributes.native(.average, input: input))
            return
        }
        let reads = [try buffer(node.inputs[0], channelsLast(input))]
        let writes = [allocate(node.outputs[0], channelsLast(output))]
        emit("adaptive average pooling", reads: reads, writes: writes) { memory, _ in
            bk_adaptive_average_forward(
                memory[0].assumingMemoryBound(to: Float.self),
                memory[1].assumingMemoryBound(to: Float.self),
                input[0], input[2], input[3], input[1], output[2], output[3])
        }
    }

    mutating func lowerAdaptivePoolingBackward() throws {
        let (output, input) = (shape(of: node.inputs[0]), shape(of: node.outputs[0]))
        if let attributes = Self.window(input, output) {
            try lowerPoolingBackward(attributes.native(.average, input: input))
            return
        }
        let reads = [try buffer(node.inputs[0], channelsLast(output))]
        let writes = [allocate(node.outputs[0], channelsLast(input))]
        emit("adaptive average pooling gradient", reads: reads, writes: writes) { memory, _ in
            bk_adaptive_average_backward(
                memory[0].assumingMemoryBound(to: Float.self),
                memory[1].assumingMemoryBound(to: Float.self),
                input[0], input[2], input[3], input[1], output[2], output[3])
        }
    }

    private func channelsLast(_ shape: Shape) -> DNNLLayout {
        DNNLLayout(shape, .float32, BL_CHANNELS_LAST)
    }

    private static func window(_ input: Shape, _ output: Shape) -> PoolingAttributes? {
        guard input[2] % output[2] == 0, input[3] % output[3] == 0 else { return nil }
        return PoolingAttributes(
            kernel: Extent2D(height: input[2] / output[2], width: input[3] / output[3]))
    }

    private mutating func lowerPooling(_ geometry: bl_pooling_geometry) throws {
        var geometry = geometry
        let source = exchangeLayout(of: node.inputs[0])
        let target = exchangeLayout(of: node.outputs[0])
        guard
            let primitive = bl_pooling_forward(source.descriptor, target.descriptor, &geometry)
        else { throw unsupported("pooling") }
        let x = try buffer(node.inputs[0], source)
        var writes: [Argument] = [(BL_DST, allocate(node.outputs[0], target))]
        if node.outputs.count > 1 { addWorkspace(primitive, node.outputs[1], &writes) }
        emit(
            primitive, geometry.kind == 0 ? "max pooling" : "average pooling", [(BL_SRC, x)],
            writes: writes)
    }

    private mutating func lowerPoolingBackward(_ geometry: bl_pooling_geometry) throws {
        var geometry = geometry
        let source = exchangeLayout(of: node.inputs[0])
        let target = exchangeLayout(of: node.outputs[0])
        guard
            let primitive = bl_pooling_backward(target.descriptor, source.descriptor, &geometry)
        else { throw unsupported("pooling gradient") }
        var reads: [Argument] = [(BL_DIFF_DST, try buffer(node.inputs[0], source))]
        if node.inputs.count > 1, let workspace = opaque[node.inputs[1]] {
            reads.append((BL_WORKSPACE, workspace))
        }
        emit(
            primitive,
            geometry.kind == 0 ? "max pooling gradient" : "average pooling gradient", reads,
            writes: [(BL_DIFF_SRC, allocate(node.outputs[0], target))])
    }
}

extension PoolingAttributes {
    /// Whether the last window reaches beyond the padding.
    func overhangs(_ input: Shape) -> Bool {
        let trailing = trailingPadding(input: input)
        return trailing.height > padding.height || trailing.width > padding.width
    }

    func native(_ kind: PoolingKind, input: Shape) -> bl_pooling_geometry {
        let trailing = trailingPadding(input: input)
        let countsAll = countsPadding && !overhangs(input)
        return bl_pooling_geometry(
            kernel: (Int64(kernel.height), Int64(kernel.width)),
            stride: (Int64(stride.height), Int64(stride.width)),
            padding_before: (Int64(padding.height), Int64(padding.width)),
            padding_after: (Int64(trailing.height), Int64(trailing.width)),
            kind: kind == .maximum ? 0 : countsAll ? 1 : 2)
    }
}
