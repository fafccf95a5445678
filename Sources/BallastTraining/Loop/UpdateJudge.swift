import BallastEvents

/// Decides about every proposed update before it is committed.
public protocol UpdateJudge {
    /// - Parameter record: what the step measured; ``StepRecord/committed`` is not decided yet.
    mutating func judge(_ record: StepRecord) -> GuardDecision
}
