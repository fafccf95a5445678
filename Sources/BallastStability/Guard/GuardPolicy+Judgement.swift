import BallastEvents

extension GuardPolicy {
    /// Decides about a proposed update.
    ///
    /// - Parameters:
    ///   - record: what the step measured; ``BallastEvents/StepRecord/committed`` is open.
    ///   - proposedNorm: the L2 norm of the parameters and running statistics that a commit takes.
    ///   - snapshots: the steps whose states can be put back, in order; asked for in trouble only.
    /// - Complexity: about a microsecond.
    public mutating func judge(
        _ record: StepRecord, proposedNorm: Double, snapshots: @autoclosure () -> [Int] = []
    ) -> GuardDecision {
        senses.loss.expect(learningRate: record.learningRate)
        var scene = GuardScene(
            record: record, proposedNorm: proposedNorm,
            loss: senses.loss.reading(of: record.loss),
            gradient: senses.gradient.reading(of: record.gradientNorm))
        if scene.loss.isHigh || scene.nonFinite != nil || isLost { scene.snapshots = snapshots() }
        if let what = scene.nonFinite { return judgeNonFinite(what, scene) }
        ledger.refusals = 0
        guard mode == .repair else { return scene.decision(.commit, "") }
        return stateDecision(scene) ?? batchDecision(scene) ?? scene.decision(.commit, "")
    }

    /// A batch may be at fault once; where the next is not finite either, the state is.
    private mutating func judgeNonFinite(_ what: String, _ scene: GuardScene) -> GuardDecision {
        guard mode == .repair else {
            return scene.decision(.stop, "the \(what) is not finite; the update was not made")
        }
        ledger.refusals += 1
        guard ledger.refusals > 1 else {
            spend(scene)
            return scene.decision(.skip, "the \(what) is not finite; the batch is skipped")
        }
        let reason = "the \(what) was not finite \(ledger.refusals) times in a row"
        return rollBack(scene, onset: scene.step - ledger.refusals + 1, reason)
            ?? scene.decision(.stop, reason)
    }

    /// What to do where the weights are damaged, as several batches show.
    private mutating func stateDecision(_ scene: GuardScene) -> GuardDecision? {
        let open = senses.loss.open
        if let suspect = ledger.suspect, suspect.step == scene.step - 1, scene.loss.isHigh {
            return rollBack(
                scene, onset: open?.onset ?? scene.step,
                "the loss is \(scene.record.loss.short) on another batch too")
        }
        if let open, scene.loss.isHigh, open.highValues >= 2 || !senses.loss.isArmed {
            return rollBack(
                scene, onset: open.onset,
                "the loss has been far above its level since step \(open.onset)")
        }
        if open == nil, !senses.loss.isArmed, scene.loss.isExtreme {
            return rollBack(
                scene, onset: scene.step,
                "the loss is \(scene.record.loss.short), far above what guessing costs")
        }
        if let level = senses.loss.level, isLost, !isInShadow(scene.step) {
            return rollBack(
                scene, onset: scene.step - Self.lostSteps,
                "the loss is \(level.short), above what guessing costs")
        }
        return nil
    }

    /// Whether the loss has left its course without a jump, to a level worse than guessing.
    private var isLost: Bool {
        guard senses.loss.isArmed, senses.loss.open == nil, let level = senses.loss.level,
            let guessingLoss
        else { return false }
        return level > Self.lostRatio * max(guessingLoss, senses.bestLevel)
    }

    /// How many times what guessing costs a level says that all is lost.
    private static let lostRatio = 1.25
    /// Steps that such a level took to rise.
    private static let lostSteps = 30

    /// Whether a roll-back was so recent that its effect cannot be seen yet.
    private func isInShadow(_ step: Int) -> Bool {
        ledger.lastTarget.map { step - $0 < limits.ramp + Self.lostSteps } ?? false
    }

    /// What to do about one batch that stands out.
    private mutating func batchDecision(_ scene: GuardScene) -> GuardDecision? {
        guard senses.loss.open == nil, senses.loss.isArmed, hasBudget else { return nil }
        if scene.loss.isHigh, scene.loss.isExtreme || scene.gradient.isHigh {
            spend(scene)
            return scene.decision(
                .skip,
                "the loss of this batch is \(scene.record.loss.short),"
                    + " \(scene.loss.ratio.short) times its level; the batch is skipped")
        }
        guard scene.gradient.isExtreme, scene.loss.score > 1, let level = scene.gradient.level
        else { return nil }
        spend(scene)
        follow(.clip, scene.step)
        return scene.decision(
            .clip,
            "the gradient norm is \(scene.record.gradientNorm.short); it is scaled down to"
                + " \(level.short)", .clip(norm: level))
    }

    /// Puts an earlier state back and lowers the rate; nil where that cannot be done any more.
    private mutating func rollBack(
        _ scene: GuardScene, onset: Int, _ reason: String
    ) -> GuardDecision? {
        guard ledger.rollBacks < limits.rollBacks,
            let target = target(scene.snapshots, onset: onset, step: scene.step)
        else { return nil }
        let isUrgent = ledger.lastTarget.map { scene.step - $0 <= limits.horizon } ?? false
        let share = isUrgent ? limits.urgentLowering : limits.lowering
        guard ledger.rate.factor * share >= limits.leastRate else { return nil }
        ledger.rate.lower(by: share)
        ledger.rate.ramp(from: target, steps: limits.ramp)
        ledger.rollBacks += 1
        ledger.refusals = 0
        ledger.suspect = nil
        ledger.lastTarget = target
        ledger.lastTrouble = target
        // What was done since the target has not helped.
        ledger.followUps.removeAll { $0.decisionStep > target }
        follow(.rollBack, scene.step, from: max(target, onset))
        let share100 = (100 * ledger.rate.factor).short
        var decision = scene.decision(
            .rollBack,
            reason + "; back to step \(target), on at \(share100) % of the rate",
            .rollBack(toStep: target))
        decision.evidence["rateFactor"] = ledger.rate.factor
        return decision
    }

    /// The newest state that lies before the onset; an older one each time that did not help.
    private func target(_ snapshots: [Int], onset: Int, step: Int) -> Int? {
        let usable = snapshots.filter { $0 < step }
        var target = usable.last { $0 <= onset - limits.margin } ?? usable.first
        if let last = ledger.lastTarget, let chosen = target, chosen >= last,
            step - last <= limits.horizon
        {
            target = usable.last { $0 < last } ?? chosen
        }
        return target
    }

    /// Whether anything small may still be done.
    var hasBudget: Bool { ledger.interventions < limits.interventions }

    private mutating func spend(_ scene: GuardScene) {
        ledger.interventions += 1
        ledger.lastTrouble = scene.step
    }

    mutating func follow(_ action: GuardAction, _ step: Int, from start: Int? = nil) {
        ledger.followUps.append(
            GuardLedger.FollowUp(
                decisionStep: step, action: action, due: (start ?? step) + limits.horizon))
    }
}
