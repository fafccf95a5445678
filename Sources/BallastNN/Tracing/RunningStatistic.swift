import BallastGraph

/// A statistic of a normalization layer within one trace.
///
/// It is read only on demand: a training step that never uses the old value in its forward pass
/// reads it once, for the update.
public struct RunningStatistic {
    public let slot: StateSlot
    let trace: Trace

    /// The value before this batch.
    public func read() -> Tensor {
        trace.scoped { trace.builder.read(slot, trace.statisticsVersion) }
    }

    /// Proposes `(1 − m)·running + m·batch·correction`, where m is `momentum` in training and the
    /// caller's `statisticsMomentum` in re-estimation.
    ///
    /// - Parameters:
    ///   - batch: the statistic of this batch.
    ///   - correction: what makes it unbiased, n/(n − 1) for a variance.
    public func update(with batch: Tensor, momentum: Double, correction: Double = 1) {
        let builder = trace.builder
        trace.scoped {
            let updated: Tensor
            if trace.mode == .reestimation {
                let weight = builder.scalar(.statisticsMomentum)
                updated = read() * (-weight + 1) + batch * correction * weight
            } else {
                updated = read() * (1 - momentum) + batch * (momentum * correction)
            }
            builder.write(updated, to: slot)
        }
    }
}
