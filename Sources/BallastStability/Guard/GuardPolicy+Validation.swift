import BallastEvents

extension GuardPolicy {
    /// Whether a validation is so high that the same weights should be validated with batch
    /// statistics, to see whether the running ones are at fault.
    public func asksForBatchStatistics(_ record: ValidationRecord) -> Bool {
        guard mode == .repair, !ledger.reestimates else { return false }
        return senses.validation.reading(of: record.loss).isHigh
    }

    /// Decides about running statistics, from validations of the same weights in both modes.
    ///
    /// - Returns: the decision to estimate them anew from now on; nil where they are not at fault.
    public mutating func judge(
        _ eval: ValidationRecord, batchStatistics: ValidationRecord
    ) -> GuardDecision? {
        guard batchStatistics.loss.isFinite, !(eval.loss <= Self.modeRatio * batchStatistics.loss)
        else { return nil }
        ledger.reestimates = true
        let batches = limits.reestimationBatches
        return GuardDecision(
            step: eval.step, action: .reestimate,
            reason: "the validation loss is \(eval.loss.short), but \(batchStatistics.loss.short)"
                + " with batch statistics; running statistics are estimated over \(batches)"
                + " batches before validations",
            evidence: ["loss": eval.loss, "batchStatisticsLoss": batchStatistics.loss],
            intervention: .reestimateStatistics(batches: batches))
    }

    /// Times the loss with batch statistics from which on the running ones are at fault.
    private static let modeRatio = 1.5

    /// Whether statistics that were estimated anew brought the loss down.
    public func outcome(
        before: ValidationRecord, after: ValidationRecord
    ) -> GuardOutcome {
        let helped = !(after.loss * Self.modeRatio > before.loss) && after.loss.isFinite
        return GuardOutcome(
            step: after.step, decisionStep: before.step, action: .reestimate, helped: helped,
            reason: "with statistics estimated anew the validation loss is \(after.loss.short)"
                + " instead of \(before.loss.short)",
            evidence: ["before": before.loss, "after": after.loss])
    }

    /// Takes up a validation, of the state that training goes on from.
    ///
    /// - Returns: findings to report.
    public mutating func settle(_ record: ValidationRecord) -> [RunEvent.Kind] {
        let isHigh = senses.validation.reading(of: record.loss).isHigh
        let ended = senses.validation.take(record.loss, at: record.step)
        if isHigh { senses.lastHigh = record.step }
        guard mode != .off else { return [] }
        if let ended, ended.isConfirmed {
            senses.announced[.validationLoss] = nil
            return [.finding(ended.finding(.validationLoss, name: "the validation loss"))]
        }
        guard let open = senses.validation.open, open.isConfirmed,
            senses.announced[.validationLoss] != open.onset
        else { return [] }
        senses.announced[.validationLoss] = open.onset
        return [.finding(open.onsetFinding(.validationLoss, name: "the validation loss"))]
    }

    /// What to say of a cut of the rate or a stop that falls into a recovery; nil where none does.
    ///
    /// In repair it is held back, otherwise only reported.
    public func heldBack(_ what: String, at step: Int, span: Int) -> RunEvent.Kind? {
        guard isRecovering(at: step, span: span) else { return nil }
        let since = spikeOnset.map { " from the spike at step \($0)" } ?? " from a spike"
        guard mode == .repair else {
            return .note("\(what) at step \(step) falls into the recovery\(since)")
        }
        return .guardDecision(
            GuardDecision(
                step: step, action: .holdBack,
                reason: "\(what) would have fallen into the recovery\(since); it is held back",
                evidence: [:]))
    }
}
