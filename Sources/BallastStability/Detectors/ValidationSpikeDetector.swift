import BallastEvents

/// Spikes of the validation loss that are larger than what the choice of its images explains.
///
/// A validation curve may have few points, and where normalization lags it may begin with the
/// spike; a loss of twice what guessing costs needs no history. A loss that climbs there slowly
/// is overfitting and not reported here.
public struct ValidationSpikeDetector: RecordDetector {
    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        spikes(in: record)
            .filter { !record.isWithinSampling($0) }
            .map { $0.finding(.validationLoss, name: "the validation loss", in: record) }
    }

    /// The jumps, whatever explains them.
    func spikes(in record: RunRecord) -> [Spike] {
        record.spikes(.validationLoss, .validationLoss).filter { isJump($0, in: record) }
    }

    /// Whether the loss came to its peak in a jump rather than along a slope.
    private func isJump(_ spike: Spike, in record: RunRecord) -> Bool {
        guard !spike.hasNonFinite, spike.outcome == .noRecovery else { return true }
        let series = record[.validationLoss]
        let before = series.within(0...max(0, spike.onset - 1)).values.finite
        guard let last = before.last else { return isAboveTraining(spike, in: record) }
        let climb = (series.value(at: spike.onset) ?? last) / max(last, 1e-12)
        return climb > SpikeRule.validationLoss.ratio
    }

    /// A loss that is high from the first validation on is a fault of the validation only where
    /// the training loss is not.
    private func isAboveTraining(_ spike: Spike, in record: RunRecord) -> Bool {
        guard let train = record[.trainLoss].value(at: spike.peakStep) else { return true }
        return record.softRatio(spike.peak, to: train) > SpikeRule.validationLoss.ratio
    }
}
