import BallastEvents

/// Decides about every proposed update before it is committed.
public protocol UpdateJudge {
    /// - Parameters:
    ///   - record: what the step measured; ``StepRecord/committed`` is not decided yet.
    ///   - proposedNorm: the L2 norm of the parameters and running statistics that a commit takes.
    mutating func judge(_ record: StepRecord, proposedNorm: Double) -> GuardDecision
}
