/// What a run's probes say about its validation spike.
///
/// The spike's size is the area of the validation curve above the loss of guessing. Each probe is
/// judged by the share of that area that is gone under it. The peak alone would not do: one
/// iteration can be luck.
public struct ValidationSpikeEvidence: Hashable, Sendable {
    public enum Conclusion: Hashable, Sendable {
        /// The validation loss never got far above guessing.
        case noSpike
        /// Other statistics under the same weights remove the spike: the running statistics lag
        /// behind the weights.
        case statisticsLag
        /// There is a spike, and the statistics do not explain it.
        case otherCause
        /// Losses are not finite, or nothing was probed.
        case undetermined
    }

    /// How many times the loss of guessing a peak is a spike, and a training loss no longer calm.
    public static let spikeFactor = 2.0
    /// The share of the spike that both probes must remove for a verdict.
    public static let removedShare = 0.9

    /// The iteration of the peak, from 1.
    public let peakStep: Int
    public let peakLoss: Double
    public let trainLossAtPeak: Double
    /// The highest training loss of all iterations.
    public let highestTrainLoss: Double
    public let batchStatisticsLossAtPeak: Double
    public let reestimatedLossAtPeak: Double
    /// The shares of the spike's area that the probes remove, at most 1; below 0 where a probe is
    /// worse than the running statistics.
    public let removedByBatchStatistics: Double
    public let removedByReestimation: Double
    public let conclusion: Conclusion
    /// Whether the training loss never got far above guessing.
    public let isTrainingCalm: Bool

    /// - Parameter guessingLoss: the loss of a model that knows nothing, `ln K` for K classes.
    /// - Returns: nil unless every validation of the run was probed in both modes.
    public init?(_ curves: ValidationSpikeCurves, guessingLoss: Double) {
        let losses = curves.validationLoss
        guard let summary = ValidationSpikeSummary(curves, guessingLoss: guessingLoss),
            curves.batchStatisticsLoss.count == losses.count,
            curves.reestimatedLoss.count == losses.count
        else { return nil }
        let peak = summary.peakStep - 1
        peakStep = summary.peakStep
        peakLoss = summary.peakValidationLoss
        trainLossAtPeak = curves.trainLoss[peak]
        highestTrainLoss = curves.trainLoss.max() ?? .nan
        isTrainingCalm = highestTrainLoss <= Self.spikeFactor * guessingLoss
        batchStatisticsLossAtPeak = curves.batchStatisticsLoss[peak]
        reestimatedLossAtPeak = curves.reestimatedLoss[peak]
        let area = { (values: [Double]) in
            values.reduce(0) { $0 + max(0, $1 - guessingLoss) }
        }
        let spike = area(losses)
        removedByBatchStatistics = 1 - area(curves.batchStatisticsLoss) / spike
        removedByReestimation = 1 - area(curves.reestimatedLoss) / spike
        let removed = min(removedByBatchStatistics, removedByReestimation)
        if !summary.finite || removed.isNaN && peakLoss > Self.spikeFactor * guessingLoss {
            conclusion = .undetermined
        } else if peakLoss <= Self.spikeFactor * guessingLoss {
            conclusion = .noSpike
        } else {
            conclusion = removed >= Self.removedShare ? .statisticsLag : .otherCause
        }
    }
}
