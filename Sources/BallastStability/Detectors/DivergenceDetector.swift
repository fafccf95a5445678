import BallastEvents

/// A training loss that ends far above its best level, also where it left it without a jump.
public struct DivergenceDetector: RecordDetector {
    /// How many times its best level the last level is at least.
    private static let ratio = 1.75
    /// The same where the loss has become worse than guessing.
    private static let ratioBeyondGuessing = 1.25
    /// Standard errors of a level's median that the rise must exceed.
    private static let errors = 6.0

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        let series = record[.trainLoss]
        let level = RollingMedian(series, width: series.levelWidth)
        guard level.values.count > level.width, let final = level.values.last,
            let best = level.values.min(), let start = record.startingLoss
        else { return [] }
        let ratio = record.softRatio(final, to: best)
        let needed = final > start ? Self.ratioBeyondGuessing : Self.ratio
        let noise = series.relativeNoise(offset: SpikeRule.trainingLoss.softening * start)
        let error = 1.253 * noise / Double(level.width).squareRoot()
        guard ratio > needed, ratio.logarithm > Self.errors * error else { return [] }
        let middle = (best * final).squareRoot()
        let leaving = level.values.lastIndex { $0 < middle } ?? 0
        let last = level.steps.last ?? record.lastStep
        let jumped = record.spikes(.trainLoss, .trainingLoss).contains { $0.outcome == .noRecovery }
        return [
            Finding(
                .divergence, .trainLoss, steps: level.steps[leaving]...last, value: final,
                threshold: needed * best,
                text: "the training loss ends at \(final.short), its best level was \(best.short)",
                outcome: jumped ? .noRecovery : .divergence)
        ]
    }
}
