import BallastCore
import BallastGraph
import BallastRuntime
import CDNNL

extension Lowering {
    mutating func lowerLinear(relu: Bool) throws {
        let (x, w, y) = (node.inputs[0], node.inputs[1], node.outputs[0])
        let source = exchangeLayout(of: x)
        let target = exchangeLayout(of: y)
        let bias = node.inputs.count > 2 ? exchangeLayout(of: node.inputs[2]) : nil
        let weight = linearQuery(input: shape(of: x), outputs: shape(of: w)[0], source.dataType)
        guard
            let primitive = bl_inner_product_forward(
                source.descriptor, weight.descriptor, bias?.descriptor, target.descriptor,
                relu ? 1 : 0)
        else { throw unsupported("linear") }
        let wanted = layout(primitive, BL_WEIGHTS)
        var home: DNNLLayout?
        if wanted.dataType == .bfloat16 {
            guard let gradient = linearGradient(source, target, bias: false) else {
                throw unsupported("linear weight gradient")
            }
            home = layout(gradient, BL_DIFF_WEIGHTS)
            bl_primitive_destroy(gradient)
        }
        var reads: [Argument] = [
            (BL_SRC, try buffer(x, source)), (BL_WEIGHTS, try weights(w, wanted, home: home)),
        ]
        if let bias { reads.append((BL_BIAS, try buffer(node.inputs[2], bias))) }
        emit(
            primitive, relu ? "linear + ReLU" : "linear", reads,
            writes: [(BL_DST, allocate(y, target))],
            operations: 2 * Double(shape(of: x).count * shape(of: w)[0]))
    }

    mutating func lowerLinearBackwardInput() throws {
        let (dy, w, dx) = (node.inputs[0], node.inputs[1], node.outputs[0])
        let source = exchangeLayout(of: dy)
        let target = exchangeLayout(of: dx)
        let weight = linearQuery(
            input: shape(of: dx), outputs: shape(of: w)[0], source.dataType)
        guard
            let primitive = bl_inner_product_backward_data(
                target.descriptor, weight.descriptor, source.descriptor)
        else { throw unsupported("linear gradient") }
        let reads: [Argument] = [
            (BL_DIFF_DST, try buffer(dy, source)),
            (BL_WEIGHTS, try weights(w, layout(primitive, BL_WEIGHTS))),
        ]
        emit(
            primitive, "linear data gradient", reads,
            writes: [(BL_DIFF_SRC, allocate(dx, target))],
            operations: 2 * Double(shape(of: dx).count * shape(of: w)[0]))
    }

    mutating func lowerLinearBackwardWeight(bias: Bool) throws {
        let (x, dy) = (node.inputs[0], node.inputs[1])
        let source = exchangeLayout(of: x)
        let gradient = exchangeLayout(of: dy)
        guard let primitive = linearGradient(source, gradient, bias: bias) else {
            throw unsupported("linear weight gradient")
        }
        let reads: [Argument] = [
            (BL_SRC, try buffer(x, source)), (BL_DIFF_DST, try buffer(dy, gradient)),
        ]
        var writes: [Argument] = [
            (BL_DIFF_WEIGHTS, allocate(node.outputs[0], layout(primitive, BL_DIFF_WEIGHTS)))
        ]
        if bias {
            let plain = DNNLLayout(shape(of: node.outputs[1]), .float32, BL_PLAIN)
            writes.append((BL_DIFF_BIAS, allocate(node.outputs[1], plain)))
        }
        emit(
            primitive, "linear weight gradient", reads, writes: writes,
            operations: 2 * Double(shape(of: x).count * shape(of: dy)[1]))
    }

    private func linearGradient(
        _ source: DNNLLayout, _ gradient: DNNLLayout, bias: Bool
    ) -> OpaquePointer? {
        let outputs = gradient.shape[1]
        let weight = linearQuery(input: source.shape, outputs: outputs, .float32)
        let biasLayout = bias ? DNNLLayout([outputs], .float32, BL_PLAIN) : nil
        return bl_inner_product_backward_weights(
            source.descriptor, weight.descriptor, biasLayout?.descriptor, gradient.descriptor)
    }

    /// Weights of `(O, …)` with the extents of one input, so that an image is read as it lies.
    private func linearQuery(input: Shape, outputs: Int, _ dataType: DataType) -> DNNLLayout {
        DNNLLayout(Shape([outputs] + input.dimensions.dropFirst()), dataType, BL_ANY)
    }
}
