import BallastEvents

/// All that one judgement rests on.
struct GuardScene {
    let record: StepRecord
    let proposedNorm: Double
    let loss: SpikeReading
    let gradient: SpikeReading
    /// The steps whose states can be put back, in order.
    var snapshots: [Int] = []

    var step: Int { record.step }

    /// The first of the measured numbers that is not finite.
    var nonFinite: String? {
        let measured = [
            ("loss", record.loss), ("gradient", record.gradientNorm),
            ("proposed state", proposedNorm),
        ]
        return measured.first { !$0.1.isFinite }?.0
    }

    var evidence: [String: Double] {
        var evidence = ["loss": record.loss, "gradientNorm": record.gradientNorm]
        if nonFinite != nil { evidence["proposedNorm"] = proposedNorm }
        guard loss.isHigh || gradient.isHigh else { return evidence }
        evidence["lossLevel"] = loss.level
        evidence["lossScore"] = loss.score
        evidence["gradientLevel"] = gradient.level
        evidence["gradientScore"] = gradient.score
        return evidence
    }

    func decision(
        _ action: GuardAction, _ reason: String, _ intervention: Intervention? = nil
    ) -> GuardDecision {
        GuardDecision(
            step: step, action: action, reason: reason, evidence: evidence,
            intervention: intervention)
    }
}
