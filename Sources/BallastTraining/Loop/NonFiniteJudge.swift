import BallastEvents

/// Commits every finite update. A non-finite loss or gradient is refused: the run ends there, or in
/// repair the batch is skipped unless too many come in a row.
public struct NonFiniteJudge: UpdateJudge {
    /// How many batches in a row may be skipped before the run is given up.
    public static let patience = 10

    public let mode: GuardMode
    private var refusals = 0

    public init(mode: GuardMode) {
        self.mode = mode
    }

    public mutating func judge(_ record: StepRecord) -> GuardDecision {
        var decision = GuardDecision(
            step: record.step, action: .commit, reason: "",
            evidence: ["loss": record.loss, "gradientNorm": record.gradientNorm])
        guard !(record.loss.isFinite && record.gradientNorm.isFinite) else {
            refusals = 0
            return decision
        }
        refusals += 1
        let what = record.loss.isFinite ? "gradient" : "loss"
        if mode != .repair {
            decision.action = .stop
            decision.reason = "the \(what) is not finite; the update was not made"
        } else if refusals > Self.patience {
            decision.action = .stop
            decision.reason = "the \(what) was not finite \(refusals) times in a row"
        } else {
            decision.action = .skip
            decision.reason = "the \(what) is not finite; the batch is skipped"
        }
        return decision
    }
}
