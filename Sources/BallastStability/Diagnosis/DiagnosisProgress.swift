/// What a diagnosis is doing.
public struct DiagnosisProgress: Hashable, Sendable {
    /// Such as `re-run: the learning rate times 0.5`.
    public var activity: String
    /// Training steps of re-runs made so far, and allowed.
    public var steps: Int
    public var budget: Int

    public init(activity: String, steps: Int, budget: Int) {
        self.activity = activity
        self.steps = steps
        self.budget = budget
    }
}
