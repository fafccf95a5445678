import BallastEvents

/// One re-run that a diagnosis asks for.
public struct ReplayRequest: Hashable, Sendable {
    public var intervention: Intervention
    /// The step whose checkpoint it begins from, or the nearest before it; 0 is the start.
    public var fromStep: Int
    /// The last step that it makes.
    public var toStep: Int
    /// Another seed for the order of the data, and for the initial weights where it begins at 0;
    /// nil for the run's own.
    public var seed: UInt64?
    /// Whether the run's guard judges the updates as it did; otherwise only non-finite ones are
    /// refused, which ends the replay.
    public var keepsGuard: Bool

    public init(
        _ intervention: Intervention, fromStep: Int, toStep: Int, seed: UInt64? = nil,
        keepsGuard: Bool = false
    ) {
        self.intervention = intervention
        self.fromStep = fromStep
        self.toStep = toStep
        self.seed = seed
        self.keepsGuard = keepsGuard
    }
}
