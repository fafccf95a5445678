import BallastCore
import BallastGraph
import BallastRuntime
import CDNNL

extension Lowering {
    mutating func lowerConvolution(_ attributes: ConvolutionAttributes) throws {
        let y = node.outputs[0]
        let target = exchangeLayout(of: y)
        try emitConvolution(attributes, target) { $0.allocate(y, target) }
    }

    /// Appends the convolution of the current node's inputs.
    ///
    /// - Parameters:
    ///   - home: the layout for weights that have none yet; nil: what the kernel wants.
    ///   - output: makes the buffer that is written.
    mutating func emitConvolution(
        _ attributes: ConvolutionAttributes, _ target: DNNLLayout, home: DNNLLayout? = nil,
        output: (inout Lowering) -> BufferID
    ) throws {
        let (x, w) = (node.inputs[0], node.inputs[1])
        let source = exchangeLayout(of: x)
        let weight = weightQuery(shape(of: w), attributes, source.dataType)
        let bias =
            node.inputs.count > 2 ? DNNLLayout(shape(of: node.inputs[2]), .float32, BL_PLAIN) : nil
        var geometry = attributes.native
        guard
            let primitive = bl_convolution_forward(
                source.descriptor, weight.descriptor, bias?.descriptor, target.descriptor,
                &geometry, attributes.fusesReLU ? 1 : 0)
        else { throw unsupported("convolution") }
        let wanted = layout(primitive, BL_WEIGHTS)
        let home = try home ?? weightHome(wanted, source, target, attributes, shape(of: w))
        var reads: [Argument] = [
            (BL_SRC, try buffer(x, source)), (BL_WEIGHTS, try weights(w, wanted, home: home)),
        ]
        if let bias { reads.append((BL_BIAS, try buffer(node.inputs[2], bias))) }
        emit(
            primitive, attributes.fusesReLU ? "convolution + ReLU" : "convolution", reads,
            writes: [(BL_DST, output(&self))],
            operations: attributes.operations(output: target.shape, weight: shape(of: w)))
    }

    mutating func lowerConvolutionBackwardInput(_ attributes: ConvolutionAttributes) throws {
        let (dy, w, dx) = (node.inputs[0], node.inputs[1], node.outputs[0])
        let target = exchangeLayout(of: dx)
        let source = exchangeLayout(of: dy)
        let weight = weightQuery(shape(of: w), attributes, source.dataType)
        var geometry = attributes.native
        guard
            let primitive = bl_convolution_backward_data(
                target.descriptor, weight.descriptor, source.descriptor, &geometry)
        else { throw unsupported("convolution gradient") }
        let reads: [Argument] = [
            (BL_DIFF_DST, try buffer(dy, source)),
            (BL_WEIGHTS, try weights(w, layout(primitive, BL_WEIGHTS))),
        ]
        emit(
            primitive, "convolution data gradient", reads,
            writes: [(BL_DIFF_SRC, allocate(dx, target))],
            operations: attributes.operations(output: shape(of: dy), weight: shape(of: w)))
    }

    mutating func lowerConvolutionBackwardWeight(
        _ attributes: ConvolutionAttributes, _ weight: Shape, bias: Bool
    ) throws {
        let (x, dy) = (node.inputs[0], node.inputs[1])
        let source = exchangeLayout(of: x)
        let gradient = exchangeLayout(of: dy)
        guard
            let primitive = weightGradientPrimitive(
                attributes, weight, source, gradient, bias: bias)
        else { throw unsupported("convolution weight gradient") }
        let reads: [Argument] = [
            (BL_SRC, try buffer(x, source)), (BL_DIFF_DST, try buffer(dy, gradient)),
        ]
        var writes: [Argument] = [
            (BL_DIFF_WEIGHTS, allocate(node.outputs[0], layout(primitive, BL_DIFF_WEIGHTS)))
        ]
        if bias {
            let plain = DNNLLayout([weight[0]], .float32, BL_PLAIN)
            writes.append((BL_DIFF_BIAS, allocate(node.outputs[1], plain)))
        }
        emit(
            primitive, "convolution weight gradient", reads, writes: writes,
            operations: attributes.operations(output: shape(of: dy), weight: weight))
    }

    private func weightGradientPrimitive(
        _ attributes: ConvolutionAttributes, _ weight: Shape, _ source: DNNLLayout,
        _ gradient: DNNLLayout, bias: Bool
    ) -> OpaquePointer? {
        let query = weightQuery(weight, attributes, .float32)
        let biasLayout = bias ? DNNLLayout([weight[0]], .float32, BL_PLAIN) : nil
        var geometry = attributes.native
        return bl_convolution_backward_weights(
            source.descriptor, query.descriptor, biasLayout?.descriptor, gradient.descriptor,
            &geometry)
    }

    /// Where bfloat16 kernels read rounded weights, the float32 master lies as its gradient does.
    private func weightHome(
        _ wanted: DNNLLayout, _ source: DNNLLayout, _ target: DNNLLayout,
        _ attributes: ConvolutionAttributes, _ weight: Shape
    ) throws -> DNNLLayout? {
        guard wanted.dataType == .bfloat16 else { return nil }
        guard
            let primitive = weightGradientPrimitive(
                attributes, weight, source, target, bias: false)
        else { throw unsupported("convolution weight gradient") }
        defer { bl_primitive_destroy(primitive) }
        return layout(primitive, BL_DIFF_WEIGHTS)
    }

    /// Weights whose layout the primitive chooses; groups are a dimension of their own.
    private func weightQuery(
        _ weight: Shape, _ attributes: ConvolutionAttributes, _ dataType: DataType
    ) -> DNNLLayout {
        let groups = attributes.groups
        let shape =
            groups == 1
            ? weight
            : Shape([groups, weight[0] / groups] + weight.dimensions.dropFirst())
        return DNNLLayout(shape, dataType, BL_ANY)
    }
}

extension ConvolutionAttributes {
    var native: bl_convolution_geometry {
        bl_convolution_geometry(
            stride: (Int64(stride.height), Int64(stride.width)),
            // oneDNN counts the gap between taps, 0 being dense.
            dilation: (Int64(dilation.height - 1), Int64(dilation.width - 1)),
            padding_before: (Int64(padding.height), Int64(padding.width)),
            padding_after: (Int64(padding.height), Int64(padding.width)),
            groups: Int64(groups))
    }

    /// Floating-point operations of one pass.
    func operations(output: Shape, weight: Shape) -> Double {
        2 * Double(output.count) * Double(weight.count / weight[0])
    }
}
