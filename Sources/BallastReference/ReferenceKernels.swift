import BallastCore
import BallastGraph
import BallastRuntime

/// What each ``Operation`` computes, as plain as it can be written.
public enum ReferenceKernels {
    /// The outputs of an operation on these inputs.
    ///
    /// - Parameter shapes: those of the outputs, as the graph has inferred them.
    /// - Precondition: the operation computes something: it is no input and touches no state.
    public static func evaluate(
        _ operation: Operation, _ inputs: [DoubleTensor], shapes: [Shape], _ scalars: StepScalars
    ) -> [DoubleTensor] {
        switch operation {
        case .input, .readState, .writeState:
            preconditionFailure("\(operation) is not a computation")
        case .constant(let value, _):
            return [DoubleTensor(repeating: value, shape: shapes[0])]
        case .scalar(let source):
            return [DoubleTensor(repeating: scalars.value(of: source), shape: .scalar)]
        case .unary, .binary, .elementwise, .elementwiseGroup, .cast:
            return elementwise(operation, inputs, shapes)
        case .reshape, .concatenate, .slice, .reduce, .broadcast, .squaredNorm:
            return [rearranged(operation, inputs, shapes[0])]
        case .dropout(let rate, let site):
            return [dropout(inputs[0], rate: rate, site: site, scalars)]
        case .softmaxCrossEntropy(let attributes):
            return softmaxCrossEntropy(inputs[0], labels: inputs[1], attributes)
        case .batchNormalization, .batchNormalizationInference, .batchNormalizationBackward,
            .groupNormalization, .groupNormalizationBackward:
            return normalization(operation, inputs)
        case .pooling, .poolingBackward, .adaptiveAveragePooling, .adaptiveAveragePoolingBackward:
            return pooling(operation, inputs, shapes[0])
        case .pooledConvolution, .pooledConvolutionBackwardInput,
            .pooledConvolutionBackwardWeight:
            return pooledConvolution(operation, inputs, shapes, scalars)
        default:
            return weighted(operation, inputs, shapes)
        }
    }

    static func rectified(_ tensor: DoubleTensor) -> DoubleTensor {
        DoubleTensor(shape: tensor.shape, values: tensor.values.map { evaluate(.relu, $0) })
    }
}
