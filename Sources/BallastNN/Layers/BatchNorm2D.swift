import BallastCore
import BallastGraph

/// Batch normalization of `(N, C, H, W)` per channel, as PyTorch's `BatchNorm2d`; of `(N, C)` as
/// its `BatchNorm1d`.
///
/// Which statistics normalize and whether the running ones move is the ``TraceMode``'s matter. A
/// frozen layer always uses its running statistics and holds them. The running variance takes up
/// the unbiased variance n/(n − 1), the normalization uses the biased one; where a channel has a
/// single value, n/(n − 1) counts as 1, where PyTorch refuses.
///
/// State: `weight`, `bias` (when affine), `running_mean`, `running_var`, all `(C)`. PyTorch's
/// `num_batches_tracked` is not needed: it matters only for cumulative averages.
///
/// Source: Ioffe and Szegedy 2015.
public struct BatchNorm2D: Layer {
    public var epsilon: Double
    /// The share of the new batch in the running statistics.
    public var momentum: Double
    public var isAffine: Bool

    public init(epsilon: Double = 1e-5, momentum: Double = 0.1, affine: Bool = true) {
        self.epsilon = epsilon
        self.momentum = momentum
        isAffine = affine
    }

    public func callAsFunction(_ input: Tensor, in trace: Trace) -> Tensor {
        let channels = input.shape[1]
        let (scale, shift) = trace.affine(channels, isLearned: isAffine)
        let mean = trace.statistic("running_mean", [channels], .constant(0))
        let variance = trace.statistic("running_var", [channels], .constant(1))
        return trace.asImage(input) { image in
            guard trace.mode.usesBatchStatistics, !isHeld(in: trace) else {
                return image.batchNormalized(
                    scale: scale, shift: shift, mean: mean.read(), variance: variance.read(),
                    epsilon: epsilon)
            }
            let batch = image.batchNormalized(scale: scale, shift: shift, epsilon: epsilon)
            if trace.mode.writesStatistics {
                let count = Double(image.shape.count / channels)
                mean.update(with: batch.mean, momentum: momentum)
                variance.update(
                    with: batch.variance, momentum: momentum,
                    correction: count > 1 ? count / (count - 1) : 1)
            }
            return batch.output
        }
    }

    /// Whether the statistics are frozen, by their own name or with both parameters.
    private func isHeld(in trace: Trace) -> Bool {
        func isFrozen(_ name: String) -> Bool { trace.isFrozen(trace.qualified(name)) }
        return isFrozen("running_mean") || (isAffine && isFrozen("weight") && isFrozen("bias"))
    }
}
