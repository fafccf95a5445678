import BallastEvents

/// Updates that are large beside the weights.
///
/// A sound ratio is about 1e-3; a tenth of the weights' norm in every step, for ten steps beyond
/// the first few, leaves nothing of what was learned before.
public struct LargeUpdatesDetector: RecordDetector {
    private static let threshold = 0.1
    private static let width = 10
    private static let grace = 5

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        let all = record[.updateRatio]
        let series = all.within(Self.grace...max(Self.grace, record.lastStep))
        let level = RollingMedian(series, width: Self.width)
        let large = zip(level.steps, level.values).filter { $0.1 > Self.threshold }
        guard let first = large.first, let last = large.last,
            let worst = large.map(\.1).max()
        else { return [] }
        return [
            Finding(
                .largeUpdates, .updateRatio,
                steps: max(Self.grace, first.0 - Self.width + 1)...last.0, value: worst,
                threshold: Self.threshold,
                text: "updates are \((100 * worst).short) % of the weights' norm from step"
                    + " \(first.0 - Self.width + 1) on")
        ]
    }
}
