import BallastCore
import BallastGraph
import BallastRuntime
import CDNNL

extension Lowering {
    /// Appends the kernels of one node.
    mutating func lower(_ node: Node) throws {
        switch node.operation {
        case .input(let name, let type): lowerInput(name, type)
        case .constant(let value, let type): lowerConstant(value, type)
        case .scalar(let source): lowerScalar(source)
        case .readState(let slot, let version): deferState(node.outputs[0], slot, version)
        case .writeState(let slot): try writeState(node.inputs[0], slot)
        case .elementwise(let program): try lowerElementwise(program)
        case .elementwiseGroup(let program, let count, let scalars):
            try lowerElementwiseGroup(program, count: count, scalars: scalars)
        case .unary, .binary:
            preconditionFailure("\(node.operation) reached the backend before fusion")
        case .cast(let type): try lowerCast(type)
        case .convolution(let attributes): try lowerConvolution(attributes)
        case .convolutionBackwardInput(let attributes, _):
            try lowerConvolutionBackwardInput(attributes)
        case .convolutionBackwardWeight(let attributes, let weight, let bias):
            try lowerConvolutionBackwardWeight(attributes, weight, bias: bias)
        case .pooledConvolution(let attributes): try lowerPooledConvolution(attributes)
        case .pooledConvolutionBackwardInput(let attributes, _):
            try lowerPooledConvolutionBackwardInput(attributes)
        case .pooledConvolutionBackwardWeight(let attributes, let weight, let bias):
            try lowerPooledConvolutionBackwardWeight(attributes, weight, bias: bias)
        case .linear(let relu): try lowerLinear(relu: relu)
        case .linearBackwardInput: try lowerLinearBackwardInput()
        case .linearBackwardWeight(_, let bias): try lowerLinearBackwardWeight(bias: bias)
        case .batchNormalization(let epsilon, let relu):
            try lowerBatchNormalization(epsilon, relu: relu)
        case .batchNormalizationInference(let epsilon, let relu):
            try lowerBatchNormalizationInference(epsilon, relu: relu)
        case .batchNormalizationBackward(let epsilon, let relu, let given):
            try lowerBatchNormalizationBackward(epsilon, relu: relu, given: given)
        case .groupNormalization(let groups, let epsilon):
            try lowerGroupNormalization(groups, epsilon)
        case .groupNormalizationBackward(let groups):
            try lowerGroupNormalizationBackward(groups)
        case .pooling(let kind, let attributes): try lowerPooling(kind, attributes)
        case .poolingBackward(let kind, let attributes, _):
            try lowerPoolingBackward(kind, attributes)
        case .adaptiveAveragePooling: try lowerAdaptivePooling()
        case .adaptiveAveragePoolingBackward: try lowerAdaptivePoolingBackward()
        case .dropout(let rate, let site): try lowerDropout(rate, site)
        case .reshape: try lowerReshape()
        case .concatenate(let axis): try lowerConcatenation(axis)
        case .slice(let axis, let start, _): try lowerSlice(axis, start)
        case .reduce(let kind, let axes): try lowerReduction(kind, axes)
        case .broadcast(_, let axes): try lowerBroadcast(axes)
        case .squaredNorm: try lowerSquaredNorm()
        case .softmaxCrossEntropy(let attributes): try lowerCrossEntropy(attributes)
        }
    }

    private mutating func lowerInput(_ name: String, _ type: TensorType) {
        let buffer = program.addBuffer(
            byteCount: type.shape.count * 4, storage: .input(name))
        if type.dataType == .int32 {
            opaque[node.outputs[0]] = buffer
        } else {
            let order = type.shape.rank == 4 ? BL_CHANNELS_LAST : BL_PLAIN
            alias(node.outputs[0], to: buffer, DNNLLayout(type.shape, .float32, order))
        }
    }

    private mutating func lowerConstant(_ value: Double, _ type: TensorType) {
        let layout = exchangeLayout(type.shape, .float32)
        let buffer = program.addBuffer(
            byteCount: layout.byteCount, storage: .constant(Float(value)))
        alias(node.outputs[0], to: buffer, layout)
    }

    private mutating func lowerScalar(_ source: ScalarSource) {
        let buffer = allocate(node.outputs[0], DNNLLayout(.scalar, .float32, BL_PLAIN))
        emit("scalar \(source)", reads: [], writes: [buffer]) { memory, scalars in
            memory[0].assumingMemoryBound(to: Float.self).pointee = Float(
                scalars.value(of: source))
        }
    }

    private mutating func lowerCast(_ type: DataType) throws {
        let home = located(node.inputs[0])
        let exchange = exchangeLayout(shape(of: node.inputs[0]), home.layout.dataType)
        let source = try buffer(node.inputs[0], exchange)
        let layout = exchange.retyped(type)
        let target = allocate(node.outputs[0], layout)
        let count = layout.elementCount
        emit("cast to \(type)", reads: [source], writes: [target]) { memory, _ in
            convert(memory[0], memory[1], count: count, to: type)
        }
    }
}
