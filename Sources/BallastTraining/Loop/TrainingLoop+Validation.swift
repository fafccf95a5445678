import BallastEvents
import BallastNN
import BallastStability

extension TrainingLoop {
    /// Validates the committed state, after its statistics were taken anew where the configuration
    /// or the guard says so, and tells the schedule and the rule of early stopping.
    ///
    /// - Parameter shouldStop: asked between batches.
    /// - Throws: ``StoppedValidation`` where that says so; nothing has seen the validation then.
    public func validate(stoppingWhen shouldStop: () -> Bool = { false }) throws {
        let batches = max(setup.configuration.reestimate, policy.reestimationBatches)
        if batches > 0 {
            try setup.engine.reestimateStatistics(from: upcomingBatches, batches: batches)
        }
        var record = try validated(.eval) { done, total in
            if done < total, shouldStop() { throw StoppedValidation() }
        }
        try emit(.validation(record))
        observeForCheckpoints(record)
        if let other = try repairedStatistics(record) { record = other }
        for event in policy.settle(record) { try emit(event) }
        try keepStateBeforeOnset()
        try adjustRate(to: record)
        try observeForStopping(record)
    }

    private func validated(
        _ mode: ValidationMode, progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
    ) throws -> ValidationRecord {
        let (record, totals) = try setup.validator.record(
            of: setup.engine, mode: mode, part: "validation", step: completedSteps,
            epoch: max(0, completedSteps - 1) / setup.stepsPerEpoch, progress: progress)
        if mode != .batchStatistics { newestTotals = (completedSteps, totals) }
        return record
    }

    /// What the newest validation of this process found in detail, of the weights that the loop has
    /// now or had at that step; nil before there is one.
    ///
    /// - Throws: what the data set throws for an unreadable image.
    public func evaluation() throws -> ModelEvaluation? {
        guard let (step, totals) = newestTotals else { return nil }
        return try setup.validator.evaluation(
            totals, part: "validation", step: step, classNames: setup.data.classNames)
    }

    /// Estimates running statistics anew where they are why a validation is high.
    ///
    /// - Returns: the validation that counts instead; nil where nothing was done.
    private func repairedStatistics(_ record: ValidationRecord) throws -> ValidationRecord? {
        guard !setup.engine.registry.runningStatistics.isEmpty,
            policy.asksForBatchStatistics(record)
        else { return nil }
        let other = try validated(.batchStatistics)
        try emit(.validation(other))
        guard let decision = policy.judge(record, batchStatistics: other) else { return nil }
        try emit(.guardDecision(decision))
        try setup.engine.reestimateStatistics(
            from: upcomingBatches, batches: policy.reestimationBatches)
        let after = try validated(.reestimated)
        try emit(.validation(after))
        try emit(.guardOutcome(policy.outcome(before: record, after: after)))
        return after
    }

    /// Tells the schedule the newest validation. A cut of the rate that falls into a recovery is
    /// held back, or reported where the guard does not act.
    private func adjustRate(to record: ValidationRecord) throws {
        var next = schedule
        let rate = next.observe(record)
        if rate != nil, try isHeldBack("a cut of the learning rate") { return }
        schedule = next
        if let rate { try emit(.scheduleChanged(step: completedSteps, learningRate: rate)) }
    }

    /// Whether the guard keeps a rule from acting on the newest validation; reports if it would.
    func isHeldBack(_ what: String) throws -> Bool {
        guard let event = policy.heldBack(what, at: completedSteps, span: stepsBetweenValidations)
        else { return false }
        try emit(event)
        return policy.mode == .repair
    }

    private var stepsBetweenValidations: Int {
        switch setup.configuration.validateEvery {
        case .every(let steps): steps
        case .epoch: setup.stepsPerEpoch
        }
    }
}
