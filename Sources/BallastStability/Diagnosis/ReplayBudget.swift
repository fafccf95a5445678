/// How much a diagnosis may re-run.
public struct ReplayBudget: Hashable, Sendable {
    /// Training steps of all re-runs together.
    public var steps: Int
    public var seconds: Double

    public init(steps: Int, seconds: Double) {
        self.steps = steps
        self.seconds = seconds
    }

    /// Three times a run's own steps, and at most ten minutes.
    public static func usual(runSteps: Int) -> ReplayBudget {
        ReplayBudget(steps: 3 * max(1, runSteps), seconds: 600)
    }
}
