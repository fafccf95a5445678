import BallastEvents

/// All causes, the most specific first.
///
/// Where several re-runs cure, the most specific one names the cause: half the rate cures almost
/// everything, and so says little.
public enum Hypotheses {
    public static let all: [any Hypothesis] = [
        NonFiniteData(),
        NumericOverflow(),
        SecondMomentLag(),
        BadBatch(),
        ValidationNoise(),
        BatchnormBatchTooSmall(),
        BatchnormStatisticsLag(),
        PrematureStop(),
        Overfitting(),
        DataOrderFault(),
        ScheduleJump(),
        InputNotNormalized(),
        ExplodingGradient(),
        VanishingGradient(),
        DeadUnits(),
        MissingWarmup(),
        LearningRateTooHigh(),
    ]

    /// The place of a cause in ``all``; smaller is more specific.
    static func specificity(of cause: Cause) -> Int {
        all.firstIndex { $0.cause == cause } ?? all.count
    }
}
