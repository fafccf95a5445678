/// What a ``LearningRateFinder`` tells while it works.
public enum LearningRateProgress: Hashable, Sendable {
    /// A point of the range test, with how many this seed has.
    case rangePoint(RangePoint, count: Int)
    case rangeCurve(RangeCurve)
    case sharpness(Sharpness)
    case trial(RateTrial)
}
