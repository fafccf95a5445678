import BallastEvents

/// A training loss that stays far noisier or higher than its course allows, without one spike.
///
/// The mean loss of a batch of n samples scatters by about `1.5/√n` of itself; three times that in
/// a good part of the run is the optimizer's own doing. So is a loss that stays above what
/// guessing costs.
public struct UnstableDetector: RecordDetector {
    /// The share of the run that must be so.
    private static let share = 0.3
    /// Times the scatter of sampling.
    private static let excess = 3.0
    /// The scatter that is too much where the batch size is unknown.
    private static let unknownBatch = 0.6
    private static let blocks = 10

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        let series = record[.trainLoss]
        guard let start = record.startingLoss, series.count >= 6 * Self.blocks else { return [] }
        return noisy(series, start, record) ?? high(series, start) ?? []
    }

    private func noisy(_ series: Series, _ start: Double, _ record: RunRecord) -> [Finding]? {
        let batch = record.configuration.map { Double($0.batchSize * $0.accumulate) }
        let allowed = batch.map { max(0.25, Self.excess * 1.5 / $0.squareRoot()) }
        let threshold = min(allowed ?? Self.unknownBatch, 2)
        let parts = series.blocks(Self.blocks).map { block in
            (block, block.relativeNoise(offset: SpikeRule.trainingLoss.softening * start))
        }
        // Where the loss is small, single hard samples make its noise.
        let loud = parts.filter { block, noise in
            noise > threshold && (block.values.finite.median ?? 0) > 0.2 * start
        }
        guard Double(loud.count) >= Self.share * Double(Self.blocks),
            let first = loud.first?.0.steps.first, let last = loud.last?.0.steps.last
        else { return nil }
        let noise = loud.map(\.1).max() ?? 0
        return [
            Finding(
                .unstable, .trainLoss, steps: first...last, value: noise, threshold: threshold,
                text: "the training loss scatters by a factor of \(noise.exponential.short) from"
                    + " step to step; its batches explain \(threshold.exponential.short)")
        ]
    }

    private func high(_ series: Series, _ start: Double) -> [Finding]? {
        let parts = series.blocks(Self.blocks).compactMap { block in
            block.values.finite.median.map { (block, $0) }
        }
        let above = parts.filter { $0.1 > 1.25 * start }
        guard Double(above.count) >= Self.share * Double(Self.blocks),
            let first = above.first?.0.steps.first, let last = above.last?.0.steps.last
        else { return nil }
        let worst = above.map(\.1).max() ?? 0
        return [
            Finding(
                .unstable, .trainLoss, steps: first...last, value: worst, threshold: 1.25 * start,
                text: "the training loss stays above \((1.25 * start).short), worse than before"
                    + " training, in \(above.count) tenths of the run")
        ]
    }
}

extension Series {
    /// The series in this many parts of equal length, as far as that goes.
    func blocks(_ parts: Int) -> [Series] {
        (0..<parts).map { part in
            let range = (part * count / parts)..<((part + 1) * count / parts)
            return Series(steps: Array(steps[range]), values: Array(values[range]))
        }
    }
}
