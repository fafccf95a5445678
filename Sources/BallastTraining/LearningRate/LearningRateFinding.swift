/// What a ``LearningRateFinder`` found.
public struct LearningRateFinding: Hashable, Sendable {
    public var curves: [RangeCurve]
    public var range: RangeSummary
    /// At the start; nil where the budget or the gradients did not allow it.
    public var startSharpness: Sharpness?
    /// After the warm steps.
    public var sharpness: Sharpness?
    public var interval: StableRateInterval
    /// Trials below the interval, from which the suggestion is chosen.
    public var candidates: [RateTrial]
    /// Nil where no rate was stable.
    public var suggestion: RateSuggestion?
    /// Training steps spent; a Hessian-vector product counts as two.
    public var steps: Int
    /// Sentences that a person should read, such as about a budget that ran out.
    public var notes: [String]
}
