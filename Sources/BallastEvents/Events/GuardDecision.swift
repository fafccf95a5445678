/// A decision of the guard about one step, with what it rests on.
public struct GuardDecision: Codable, Hashable, Sendable {
    public var step: Int
    public var action: GuardAction
    /// One sentence for a person.
    public var reason: String
    /// The measured numbers by name.
    public var evidence: [String: Double]
    /// What is done, where the action alone does not say.
    public var intervention: Intervention?

    public init(
        step: Int, action: GuardAction, reason: String, evidence: [String: Double],
        intervention: Intervention? = nil
    ) {
        self.step = step
        self.action = action
        self.reason = reason
        self.evidence = evidence
        self.intervention = intervention
    }
}
