/// Whether a decision of the guard helped, as the steps after it show.
public struct GuardOutcome: Codable, Hashable, Sendable {
    /// The step at which it showed.
    public var step: Int
    /// The step of the decision.
    public var decisionStep: Int
    public var action: GuardAction
    public var helped: Bool
    /// One sentence for a person.
    public var reason: String
    /// The measured numbers by name.
    public var evidence: [String: Double]

    public init(
        step: Int, decisionStep: Int, action: GuardAction, helped: Bool, reason: String,
        evidence: [String: Double]
    ) {
        self.step = step
        self.decisionStep = decisionStep
        self.action = action
        self.helped = helped
        self.reason = reason
        self.evidence = evidence
    }
}
