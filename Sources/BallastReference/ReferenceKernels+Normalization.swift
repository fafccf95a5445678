import BallastCore
import BallastGraph

extension ReferenceKernels {
    static func normalization(
        _ operation: Operation, _ inputs: [DoubleTensor]
    ) -> [DoubleTensor] {
        let x = inputs[0]
        switch operation {
        case .batchNormalization(let epsilon, let fusesReLU):
            let (mean, variance) = statistics(x, channels(x.shape), count: x.shape[1])
            return batchNormalized(
                x, inputs[1], inputs[2], mean, variance, epsilon, fusesReLU
            ).inserting([mean, variance], at: 1)
        case .batchNormalizationInference(let epsilon, let fusesReLU):
            return batchNormalized(
                x, inputs[1], inputs[2], inputs[3], inputs[4], epsilon, fusesReLU)
        case .batchNormalizationBackward(let epsilon, let fusesReLU, let given):
            var dy = inputs[1]
            if fusesReLU {
                dy.values = zip(dy.values, inputs[5].values).map { $0 * $1 }
            }
            let deviations = inputs[3].values.map { 1 / ($0 + epsilon).squareRoot() }
            return backward(
                x, dy, scale: inputs[4], mean: inputs[2].values, inverseDeviation: deviations,
                sets: channels(x.shape), givenStatistics: given)
        case .groupNormalization(let groups, let epsilon):
            let sets = sampleGroups(x.shape, groups)
            let (mean, variance) = statistics(x, sets, count: x.shape[0] * groups)
            let deviations = variance.values.map { 1 / ($0 + epsilon).squareRoot() }
            let y = affine(
                normalized(x, mean.values, deviations, sets), inputs[1], inputs[2])
            let shape: Shape = [x.shape[0], groups]
            return [
                y, DoubleTensor(shape: shape, values: mean.values),
                DoubleTensor(shape: shape, values: deviations),
            ]
        case .groupNormalizationBackward(let groups):
            return backward(
                x, inputs[1], scale: inputs[4], mean: inputs[2].values,
                inverseDeviation: inputs[3].values, sets: sampleGroups(x.shape, groups),
                givenStatistics: false)
        default:
            preconditionFailure("\(operation) is not a normalization")
        }
    }

    /// The output, and as workspace 1 where the rectifier let a value pass.
    private static func batchNormalized(
        _ x: DoubleTensor, _ scale: DoubleTensor, _ shift: DoubleTensor, _ mean: DoubleTensor,
        _ variance: DoubleTensor, _ epsilon: Double, _ fusesReLU: Bool
    ) -> [DoubleTensor] {
        let deviations = variance.values.map { 1 / ($0 + epsilon).squareRoot() }
        let plain = affine(
            normalized(x, mean.values, deviations, channels(x.shape)), scale, shift)
        let mask = DoubleTensor(shape: x.shape, values: plain.values.map { $0 > 0 ? 1 : 0 })
        return [fusesReLU ? rectified(plain) : plain, mask]
    }

    /// Which channel each element belongs to.
    private static func channels(_ shape: Shape) -> [Int] {
        let plane = shape.count / (shape[0] * shape[1])
        return (0..<shape.count).map { $0 / plane % shape[1] }
    }

    /// Which group of which sample each element belongs to.
    private static func sampleGroups(_ shape: Shape, _ groups: Int) -> [Int] {
        let size = shape.count / (shape[0] * groups)
        return (0..<shape.count).map { $0 / size }
    }

    /// Mean and biased variance of each set of elements.
    private static func statistics(
        _ x: DoubleTensor, _ sets: [Int], count: Int
    ) -> (mean: DoubleTensor, variance: DoubleTensor) {
        let size = Double(x.shape.count / count)
        var mean = DoubleTensor(shape: [count])
        for (value, set) in zip(x.values, sets) {
            mean.values[set] += value / size
        }
        var variance = DoubleTensor(shape: [count])
        for (value, set) in zip(x.values, sets) {
            let difference = value - mean.values[set]
            variance.values[set] += difference * difference / size
        }
        return (mean, variance)
    }

    private static func normalized(
        _ x: DoubleTensor, _ mean: [Double], _ inverseDeviation: [Double], _ sets: [Int]
    ) -> DoubleTensor {
        let values = zip(x.values, sets).map { ($0 - mean[$1]) * inverseDeviation[$1] }
        return DoubleTensor(shape: x.shape, values: values)
    }

    private static func affine(
        _ x: DoubleTensor, _ scale: DoubleTensor, _ shift: DoubleTensor
    ) -> DoubleTensor {
        let values = zip(x.values, channels(x.shape)).map {
            $0 * scale.values[$1] + shift.values[$1]
        }
        return DoubleTensor(shape: x.shape, values: values)
    }

    /// `dx, dγ, dβ`, where `sets` tells which elements were normalized together.
    private static func backward(
        _ x: DoubleTensor, _ dy: DoubleTensor, scale: DoubleTensor, mean: [Double],
        inverseDeviation: [Double], sets: [Int], givenStatistics: Bool
    ) -> [DoubleTensor] {
        let unit = normalized(x, mean, inverseDeviation, sets)
        var dScale = DoubleTensor(shape: scale.shape)
        var dShift = DoubleTensor(shape: scale.shape)
        var sums = [Double](repeating: 0, count: mean.count)
        var products = sums
        let ofChannel = channels(x.shape)
        for index in 0..<x.shape.count {
            let channel = ofChannel[index]
            dScale.values[channel] += dy.values[index] * unit.values[index]
            dShift.values[channel] += dy.values[index]
            sums[sets[index]] += dy.values[index] * scale.values[channel]
            products[sets[index]] += dy.values[index] * scale.values[channel] * unit.values[index]
        }
        let size = Double(x.shape.count / mean.count)
        var dx = DoubleTensor(shape: x.shape)
        for index in 0..<x.shape.count {
            let set = sets[index]
            var gradient = dy.values[index] * scale.values[ofChannel[index]]
            if !givenStatistics {
                gradient -= (sums[set] + unit.values[index] * products[set]) / size
            }
            dx.values[index] = gradient * inverseDeviation[set]
        }
        return [dx, dScale, dShift]
    }
}

extension [DoubleTensor] {
    fileprivate func inserting(_ others: [DoubleTensor], at index: Int) -> [DoubleTensor] {
        Array(self[..<index]) + others + Array(self[index...])
    }
}
