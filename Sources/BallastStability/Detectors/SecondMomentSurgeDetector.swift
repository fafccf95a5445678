import BallastEvents

/// A gradient that is large beside the second moment that scales it, so that an update of Adam is
/// far longer than its rate.
///
/// Source: Wortsman et al. 2023, section 3.4: values above 2.3 came 1 to 8 steps before spikes.
public struct SecondMomentSurgeDetector: RecordDetector {
    private static let threshold = 2.3
    /// Times the layer's own usual value.
    private static let surge = 2.0
    /// Steps over which the second moment is not yet an average.
    private static let grace = 10

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        let names = record.layers.last?.layers.filter { $0.secondMomentRatio != nil }.map(\.name)
        let surges = (names ?? []).flatMap { name -> [(step: Int, value: Double, name: String)] in
            let course = record.layerCourse(name, \.secondMomentRatio)
                .filter { $0.step > Self.grace }
            let usual = course.map(\.value).finite.median ?? 1
            let limit = max(Self.threshold, Self.surge * usual)
            return course.filter { !($0.value <= limit) }.map { ($0.step, $0.value, name) }
        }.sorted { $0.step < $1.step }
        guard let first = surges.first, let last = surges.last,
            let worst = surges.max(by: { $0.value < $1.value })
        else { return [] }
        return [
            Finding(
                .secondMomentSurge, .layers, steps: first.step...last.step, value: worst.value,
                threshold: Self.threshold,
                text: "at step \(worst.step) the gradients of \(worst.name) are"
                    + " \(worst.value.short) times what the optimizer's second moment expects")
        ]
    }
}
