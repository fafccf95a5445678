import BallastCore
import BallastGraph
import BallastRuntime

extension ReferenceKernels {
    /// The operation's definition: convolution, then max pooling, then the rectifier.
    static func pooledConvolution(
        _ operation: Operation, _ inputs: [DoubleTensor], _ shapes: [Shape],
        _ scalars: StepScalars
    ) -> [DoubleTensor] {
        let window = PoolingAttributes(kernel: 2)
        switch operation {
        case .pooledConvolution(let attributes):
            let dense = attributes.outputShape(input: inputs[0].shape, weight: inputs[1].shape)
            let convolved = evaluate(.convolution(attributes), inputs, shapes: [dense], scalars)
            let pooled = evaluate(
                .pooling(.maximum, window), convolved, shapes: [shapes[0], shapes[0]], scalars)
            return [rectified(pooled[0]), pooled[1]]
        case .pooledConvolutionBackwardInput(let attributes, let input):
            let weight = inputs[3]
            let dense = attributes.outputShape(input: input, weight: weight.shape)
            let gradient = spread(inputs[0], y: inputs[1], choice: inputs[2], dense, scalars)
            return evaluate(
                .convolutionBackwardInput(attributes, input: input), [gradient, weight],
                shapes: shapes, scalars)
        case .pooledConvolutionBackwardWeight(let attributes, let weight, let bias):
            let dense = attributes.outputShape(input: inputs[0].shape, weight: weight)
            let gradient = spread(inputs[1], y: inputs[2], choice: inputs[3], dense, scalars)
            return evaluate(
                .convolutionBackwardWeight(attributes, weight: weight, bias: bias),
                [inputs[0], gradient], shapes: shapes, scalars)
        default:
            preconditionFailure("\(operation) is no pooled convolution")
        }
    }

    /// The gradient behind rectifier and pooling at the pixels before them.
    private static func spread(
        _ dy: DoubleTensor, y: DoubleTensor, choice: DoubleTensor, _ dense: Shape,
        _ scalars: StepScalars
    ) -> DoubleTensor {
        let rectified = evaluate(
            .binary(.reluGradient), [y, dy], shapes: [dy.shape], scalars)
        let window = PoolingAttributes(kernel: 2)
        return evaluate(
            .poolingBackward(.maximum, window, input: dense), rectified + [choice],
            shapes: [dense], scalars)[0]
    }
}
