import BallastCore

extension Operation {
    /// The types of the outputs for inputs of the given types.
    ///
    /// - Precondition: the inputs fit the operation; a mismatch is a fault of the model's code.
    func outputTypes(for inputs: [TensorType]) -> [TensorType] {
        switch self {
        case .input(_, let type), .constant(_, let type): return [type]
        case .scalar, .squaredNorm: return [.scalar]
        case .readState(let slot, _): return [TensorType(slot.shape)]
        case .writeState(let slot):
            precondition(
                inputs[0].shape == slot.shape,
                "\(inputs[0].shape) does not fit slot \(slot.name) of \(slot.shape)")
            return []
        case .unary: return [inputs[0]]
        case .binary(let function): return [Self.binaryType(function, inputs[0], inputs[1])]
        case .elementwise(let program):
            let type = inputs.first { $0.shape.rank > 0 } ?? inputs[0]
            return program.outputs.map { _ in type }
        case .elementwiseGroup(let program, let count, let scalars):
            let perGroup = (inputs.count - scalars) / count
            return (0..<count).flatMap { group in
                program.outputs.map { _ in inputs[group * perGroup] }
            }
        case .cast(let dataType): return [TensorType(inputs[0].shape, dataType)]
        case .reshape, .concatenate, .slice, .reduce, .broadcast:
            return [shapeOperationType(inputs)]
        default: return layerTypes(inputs)
        }
    }

    private static func binaryType(
        _ function: BinaryFunction, _ lhs: TensorType, _ rhs: TensorType
    ) -> TensorType {
        if lhs.shape == rhs.shape { return lhs }
        precondition(
            lhs.shape.rank == 0 || rhs.shape.rank == 0,
            "\(function) of \(lhs.shape) and \(rhs.shape): shapes differ and neither is a scalar")
        return lhs.shape.rank == 0 ? rhs : lhs
    }

    private func shapeOperationType(_ inputs: [TensorType]) -> TensorType {
        let input = inputs[0]
        switch self {
        case .reshape(let shape):
            precondition(
                shape.count == input.shape.count, "reshape of \(input.shape) to \(shape)")
            return TensorType(shape, input.dataType)
        case .concatenate(let axis):
            let extent = inputs.reduce(0) { $0 + $1.shape[axis] }
            return TensorType(input.shape.replacing(axis, with: extent), input.dataType)
        case .slice(let axis, let start, let length):
            precondition(
                start >= 0 && start + length <= input.shape[axis],
                "slice \(start)..<\(start + length) of axis \(axis) of \(input.shape)")
            return TensorType(input.shape.replacing(axis, with: length), input.dataType)
        case .reduce(_, let axes):
            let kept = (0..<input.shape.rank).filter { !axes.contains($0) }
            return TensorType(Shape(kept.map { input.shape[$0] }), input.dataType)
        case .broadcast(let shape, let axes):
            let kept = (0..<shape.rank).filter { !axes.contains($0) }.map { shape[$0] }
            precondition(
                kept == input.shape.dimensions,
                "broadcast of \(input.shape) to \(shape) along \(axes)")
            return TensorType(shape, input.dataType)
        default:
            preconditionFailure("\(self) is not a shape operation")
        }
    }

    private func layerTypes(_ inputs: [TensorType]) -> [TensorType] {
        let x = inputs[0]
        func vector(_ count: Int) -> TensorType { TensorType([count]) }
        func like(_ shape: Shape) -> TensorType { TensorType(shape, x.dataType) }
        switch self {
        case .convolution(let attributes):
            return [like(attributes.outputShape(input: x.shape, weight: inputs[1].shape))]
        case .pooledConvolution(let attributes):
            let dense = attributes.outputShape(input: x.shape, weight: inputs[1].shape)
            let output = PoolingAttributes(kernel: 2).outputShape(input: dense)
            return [like(output), TensorType(output, .int32)]
        case .convolutionBackwardInput(_, let shape), .linearBackwardInput(let shape),
            .pooledConvolutionBackwardInput(_, let shape),
            .poolingBackward(_, _, let shape), .adaptiveAveragePoolingBackward(let shape):
            return [like(shape)]
        case .convolutionBackwardWeight(_, let weight, let bias),
            .pooledConvolutionBackwardWeight(_, let weight, let bias),
            .linearBackwardWeight(let weight, let bias):
            return [TensorType(weight)] + (bias ? [vector(weight[0])] : [])
        case .linear:
            precondition(
                x.shape.count / x.shape[0] == inputs[1].shape[1],
                "linear layer of \(inputs[1].shape) does not fit an input of \(x.shape)")
            return [like([x.shape[0], inputs[1].shape[0]])]
        case .batchNormalization:
            let channels = vector(x.shape[1])
            return [x, channels, channels, TensorType(x.shape, .int32)]
        case .batchNormalizationInference:
            return [x, TensorType(x.shape, .int32)]
        case .batchNormalizationBackward, .groupNormalizationBackward:
            let channels = vector(x.shape[1])
            return [x, channels, channels]
        case .groupNormalization(let groups, _):
            precondition(
                x.shape[1] % groups == 0, "\(x.shape[1]) channels do not form \(groups) groups")
            let statistics = TensorType([x.shape[0], groups])
            return [x, statistics, statistics]
        case .pooling(_, let attributes):
            let output = attributes.outputShape(input: x.shape)
            return [like(output), TensorType(output, .int32)]
        case .adaptiveAveragePooling(let extent):
            return [like([x.shape[0], x.shape[1], extent.height, extent.width])]
        case .dropout: return [x]
        case .softmaxCrossEntropy:
            precondition(
                x.shape.rank == 2 && inputs[1].shape == [x.shape[0]],
                "cross-entropy of logits \(x.shape) and labels \(inputs[1].shape)")
            return [.scalar, vector(x.shape[0]), TensorType(x.shape)]
        default:
            preconditionFailure("\(self) is not a layer operation")
        }
    }
}
