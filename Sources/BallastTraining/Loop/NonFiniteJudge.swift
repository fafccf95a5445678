import BallastEvents

/// Commits every finite update. A non-finite loss, gradient or proposed state is refused: the run
/// ends there, or in repair the batch is skipped unless too many come in a row.
public struct NonFiniteJudge: UpdateJudge {
    /// How many batches in a row may be skipped before the run is given up.
    public static let patience = 10

    public let mode: GuardMode
    private var refusals = 0

    public init(mode: GuardMode) {
        self.mode = mode
    }

    public mutating func judge(_ record: StepRecord, proposedNorm: Double) -> GuardDecision {
        var decision = GuardDecision(
            step: record.step, action: .commit, reason: "",
            evidence: ["loss": record.loss, "gradientNorm": record.gradientNorm])
        let measured = [
            ("loss", record.loss), ("gradient", record.gradientNorm),
            ("proposed state", proposedNorm),
        ]
        guard let what = measured.first(where: { !$0.1.isFinite })?.0 else {
            refusals = 0
            return decision
        }
        refusals += 1
        decision.evidence["proposedNorm"] = proposedNorm
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
