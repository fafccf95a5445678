import BallastCore
import BallastGraph

extension ReferenceKernels {
    /// Convolutions and linear layers.
    static func weighted(
        _ operation: Operation, _ inputs: [DoubleTensor], _ shapes: [Shape]
    ) -> [DoubleTensor] {
        switch operation {
        case .convolution(let attributes):
            let y = convolution(attributes, inputs, shapes[0])
            return [attributes.fusesReLU ? rectified(y) : y]
        case .convolutionBackwardInput(let attributes, let shape):
            let (dy, weight) = (inputs[0], inputs[1])
            var dx = DoubleTensor(shape: shape)
            forEachTap(attributes, shape, weight.shape, dy.shape) { x, w, y in
                dx.values[x] += dy.values[y] * weight.values[w]
            }
            return [dx]
        case .convolutionBackwardWeight(let attributes, let shape, let bias):
            let (x, dy) = (inputs[0], inputs[1])
            var dw = DoubleTensor(shape: shape)
            forEachTap(attributes, x.shape, shape, dy.shape) { i, w, y in
                dw.values[w] += x.values[i] * dy.values[y]
            }
            return [dw] + (bias ? [channelSums(dy)] : [])
        case .linear(let fusesReLU):
            let y = linear(inputs, shapes[0])
            return [fusesReLU ? rectified(y) : y]
        case .linearBackwardInput(let shape):
            return [linearBackwardInput(inputs[0], inputs[1], shape)]
        case .linearBackwardWeight(_, let bias):
            let dw = linearBackwardWeight(inputs[0], inputs[1], shapes[0])
            return [dw] + (bias ? [channelSums(inputs[1])] : [])
        default:
            preconditionFailure("\(operation) has no reference kernel")
        }
    }

    private static func convolution(
        _ attributes: ConvolutionAttributes, _ inputs: [DoubleTensor], _ shape: Shape
    ) -> DoubleTensor {
        let (x, weight) = (inputs[0], inputs[1])
        var result = DoubleTensor(shape: shape)
        if inputs.count > 2 {
            let plane = shape[2] * shape[3]
            for index in 0..<shape.count {
                result.values[index] = inputs[2].values[index / plane % shape[1]]
            }
        }
        forEachTap(attributes, x.shape, weight.shape, shape) { i, w, y in
            result.values[y] += x.values[i] * weight.values[w]
        }
        return result
    }

    /// Visits every product of a convolution: indices into input, weights and output.
    private static func forEachTap(
        _ attributes: ConvolutionAttributes, _ input: Shape, _ weight: Shape, _ output: Shape,
        _ visit: (_ input: Int, _ weight: Int, _ output: Int) -> Void
    ) {
        let outputsPerGroup = weight[0] / attributes.groups
        for y in 0..<output.count {
            let column = y % output[3]
            let row = y / output[3] % output[2]
            let channel = y / (output[3] * output[2]) % output[1]
            let image = y / (output[3] * output[2] * output[1])
            let firstInput = channel / outputsPerGroup * weight[1]
            for w in 0..<weight[1] * weight[2] * weight[3] {
                let tapRow = w / weight[3] % weight[2]
                let tapColumn = w % weight[3]
                let h =
                    row * attributes.stride.height - attributes.padding.height
                    + tapRow * attributes.dilation.height
                let v =
                    column * attributes.stride.width - attributes.padding.width
                    + tapColumn * attributes.dilation.width
                guard h >= 0, h < input[2], v >= 0, v < input[3] else { continue }
                let plane = image * input[1] + firstInput + w / (weight[3] * weight[2])
                visit(
                    (plane * input[2] + h) * input[3] + v,
                    channel * weight[1] * weight[2] * weight[3] + w, y)
            }
        }
    }

    private static func linear(_ inputs: [DoubleTensor], _ shape: Shape) -> DoubleTensor {
        let (x, weight) = (inputs[0], inputs[1])
        let (outputs, features) = (weight.shape[0], weight.shape[1])
        var result = DoubleTensor(shape: shape)
        for y in 0..<shape.count {
            var sum = inputs.count > 2 ? inputs[2].values[y % outputs] : 0
            for i in 0..<features {
                sum +=
                    x.values[y / outputs * features + i] * weight.values[y % outputs * features + i]
            }
            result.values[y] = sum
        }
        return result
    }

    private static func linearBackwardInput(
        _ dy: DoubleTensor, _ weight: DoubleTensor, _ shape: Shape
    ) -> DoubleTensor {
        let (outputs, features) = (weight.shape[0], weight.shape[1])
        var dx = DoubleTensor(shape: shape)
        for x in 0..<shape.count {
            for o in 0..<outputs {
                dx.values[x] +=
                    dy.values[x / features * outputs + o]
                    * weight.values[o * features + x % features]
            }
        }
        return dx
    }

    private static func linearBackwardWeight(
        _ x: DoubleTensor, _ dy: DoubleTensor, _ shape: Shape
    ) -> DoubleTensor {
        let (outputs, features) = (shape[0], shape[1])
        var dw = DoubleTensor(shape: shape)
        for w in 0..<shape.count {
            for n in 0..<dy.shape[0] {
                dw.values[w] +=
                    dy.values[n * outputs + w / features] * x.values[n * features + w % features]
            }
        }
        return dw
    }

    /// The sum over everything but dimension 1.
    private static func channelSums(_ tensor: DoubleTensor) -> DoubleTensor {
        let channels = tensor.shape[1]
        let plane = tensor.shape.count / (tensor.shape[0] * channels)
        var sums = DoubleTensor(shape: [channels])
        for (index, value) in tensor.values.enumerated() {
            sums.values[index / plane % channels] += value
        }
        return sums
    }
}
