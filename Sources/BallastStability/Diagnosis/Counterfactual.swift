import BallastEvents

/// A re-run that would tell whether one factor is to blame.
public struct Counterfactual: Hashable, Sendable {
    public var intervention: Intervention
    /// Whether it has to begin with the run, because the factor is in the start; otherwise it
    /// begins at the checkpoint before the onset.
    public var fromStart: Bool
    /// Where it has to begin before this step, because its factor comes into play there.
    public var before: Int?
    /// Whether it is worth other seeds, because the change draws other random numbers.
    public var isRandom: Bool

    public init(
        _ intervention: Intervention, fromStart: Bool = false, before: Int? = nil,
        isRandom: Bool = false
    ) {
        self.intervention = intervention
        self.fromStart = fromStart
        self.before = before
        self.isRandom = isRandom
    }
}
