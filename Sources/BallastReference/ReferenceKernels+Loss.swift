import BallastCore
import BallastGraph
import BallastRuntime

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension ReferenceKernels {
    /// PyTorch's `CrossEntropyLoss`: mean over the weights of the samples' classes, each sample's
    /// loss before that division, and the gradient of the mean.
    static func softmaxCrossEntropy(
        _ logits: DoubleTensor, labels: DoubleTensor, _ attributes: CrossEntropyAttributes
    ) -> [DoubleTensor] {
        let (count, classes) = (logits.shape[0], logits.shape[1])
        let weights = attributes.classWeights ?? Array(repeating: 1, count: classes)
        let smoothing = attributes.labelSmoothing
        let total = labels.values.reduce(0) { $0 + weights[Int($1)] }
        var losses = DoubleTensor(shape: [count])
        var gradient = DoubleTensor(shape: logits.shape)
        for sample in 0..<count {
            let row = logits.values[sample * classes..<(sample + 1) * classes]
            let largest = row.max() ?? 0
            let normalizer = largest + log(row.reduce(0) { $0 + exp($1 - largest) })
            let label = Int(labels.values[sample])
            let targets = (0..<classes).map {
                (smoothing / Double(classes) + ($0 == label ? 1 - smoothing : 0)) * weights[$0]
            }
            let mass = targets.reduce(0, +)
            for (index, logit) in row.enumerated() {
                losses.values[sample] += targets[index] * (normalizer - logit)
                gradient.values[sample * classes + index] =
                    (mass * exp(logit - normalizer) - targets[index]) / total
            }
        }
        let mean = losses.values.reduce(0, +) / total
        return [DoubleTensor(repeating: mean, shape: .scalar), losses, gradient]
    }

    static func dropout(
        _ x: DoubleTensor, rate: Double, site: Int, _ scalars: StepScalars
    ) -> DoubleTensor {
        let random = CounterRandom(
            seed: scalars.seed, domain: UInt32(site), step: UInt64(scalars.step))
        let values = x.values.enumerated().map { index, value in
            let position = UInt64(x.shape.channelsLastIndex(index))
            return random.uniform(position) >= Float(rate) ? value / (1 - rate) : 0
        }
        return DoubleTensor(shape: x.shape, values: values)
    }
}
