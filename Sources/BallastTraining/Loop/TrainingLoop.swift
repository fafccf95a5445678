import BallastCore
import BallastData
import BallastEvents
import BallastGraph
import BallastOptimizers
import BallastRuntime

/// The training loop. ``step()`` is one training step from its batch to its line in the journal.
public final class TrainingLoop {
    public let setup: TrainingSetup
    /// The number of updates made.
    public private(set) var completedSteps = 0
    private let engine: TrainingEngine
    private var batches: BatchSource
    private var schedule: RateSchedule
    private var judge: any UpdateJudge
    /// The rule of early stopping, where there is one, and the state of its best validation.
    var earlyStopping: EarlyStopping?
    var bestState: [StateSlot: HostTensor] = [:]
    private var probes: Probes
    let emit: (RunEvent.Kind) throws -> Void
    private let clock = ContinuousClock()
    /// Changes the rate that the schedule gives to a step, as a replay does.
    var adjustRate: ((_ step: Int, _ scheduled: Double) -> Double)?

    /// - Parameter emit: takes every event, in order; throws where it cannot be kept.
    public init(
        _ setup: TrainingSetup, judge: any UpdateJudge,
        emit: @escaping (RunEvent.Kind) throws -> Void
    ) {
        self.setup = setup
        self.judge = judge
        self.emit = emit
        engine = setup.engine
        probes = Probes(setup)
        batches = setup.batches()
        schedule = RateSchedule(
            setup.configuration, totalSteps: setup.totalSteps, totalEpochs: setup.totalEpochs)
        earlyStopping = setup.configuration.earlyStop.map(EarlyStopping.init)
    }

    /// How a loop ended.
    public enum Outcome: Hashable, Sendable {
        case completed
        case diverged(reason: String)
        case interrupted
    }

    /// Runs to the end, validating and saving as configured.
    ///
    /// - Parameters:
    ///   - shouldStop: asked before every step.
    ///   - afterStep: called when a step and its validation are done, such as for probes.
    ///   - save: writes a checkpoint of the current state.
    public func run(
        shouldStop: () -> Bool, afterStep: (TrainingLoop) throws -> Void = { _ in },
        save: (TrainingLoop) throws -> Void
    ) throws -> Outcome {
        while completedSteps < setup.totalSteps && !hasStoppedEarly {
            if shouldStop() {
                try save(self)
                return .interrupted
            }
            let decision = try step()
            if decision.action == .stop {
                try save(self)
                return .diverged(reason: decision.reason)
            }
            try validateIfDue()
            try afterStep(self)
            if hasStoppedEarly { restoreBest() }
            if isDue(setup.configuration.checkpointEvery) || isComplete || hasStoppedEarly {
                try save(self)
            }
        }
        if let reason = earlyStopReason { try emit(.note(reason)) }
        return .completed
    }

    /// Validates where the configuration asks for it behind the newest step.
    func validateIfDue() throws {
        if isDue(setup.configuration.validateEvery) || isComplete { try validate() }
    }

    private var isComplete: Bool { completedSteps == setup.totalSteps }

    /// Takes the next step's batches out of the data and makes no step of them.
    func passOverBatch() throws {
        for index in 0..<setup.configuration.accumulate {
            let program = try engine.gradientProgram(setup.batchSize, continuesStep: index > 0)
            try batches.next(into: program)
        }
        completedSteps += 1
    }

    /// One training step: batch, gradients, proposal, judgement, and only then the commitment.
    @discardableResult
    public func step() throws -> GuardDecision {
        let start = clock.now
        let epoch = completedSteps / setup.stepsPerEpoch
        let scalars = nextScalars
        let cursor = batches.cursor
        let totals = try gradients(scalars)
        let update = try engine.update()
        engine.run(update, scalars)
        let proposal = try engine.proposal()
        engine.run(proposal, scalars)

        var (record, layers) = try probes.measure(
            StepRecord(
                step: completedSteps + 1, epoch: epoch, loss: totals.loss,
                accuracy: totals.accuracy, topKAccuracy: totals.topKAccuracy,
                learningRate: scalars.learningRate,
                gradientNorm: Double(update.result("gradientNorm")[0]), seconds: 0,
                committed: false), totals, scalars)
        let proposedNorm = Double(proposal.result("norm")[0])
        let decision = judge.judge(record, proposedNorm: proposedNorm)
        let isFinite =
            record.loss.isFinite && record.gradientNorm.isFinite && proposedNorm.isFinite
        let origin = isFinite ? nil : try firstNonFinite(scalars, from: cursor)
        if decision.action == .commit {
            engine.commit()
            record.committed = true
        } else {
            engine.refuse()
        }
        completedSteps += 1
        record.seconds = (clock.now - start).seconds
        try emit(.step(record))
        if let layers { try emit(.layers(layers)) }
        if let origin { try emit(.nonFinite(origin)) }
        if decision.action != .commit { try emit(.guardDecision(decision)) }
        return decision
    }

    /// The numbers of the step that is next, such as its learning rate.
    public var nextScalars: StepScalars {
        let epoch = completedSteps / setup.stepsPerEpoch
        let scheduled = schedule.learningRate(step: completedSteps, epoch: epoch)
        return StepScalars(
            learningRate: adjustRate?(completedSteps + 1, scheduled) ?? scheduled,
            momentum: schedule.momentum(step: completedSteps, epoch: epoch) ?? 0,
            step: completedSteps + 1, seed: setup.configuration.seed)
    }

    /// Losses and gradients of the next batches, the gradients averaged over them.
    private func gradients(_ scalars: StepScalars) throws -> EvaluationTotals {
        var totals = EvaluationTotals(
            classes: setup.data.classNames.count, topK: setup.configuration.topK)
        for index in 0..<setup.configuration.accumulate {
            let program = try engine.gradientProgram(setup.batchSize, continuesStep: index > 0)
            let info = try batches.next(into: program)
            try probes.run(program, info, pass: index, scalars.ofPass(index))
            totals.add(
                perSample: program.result("perSample"), logits: program.result("logits"),
                labels: program.integerInput("labels"))
        }
        return totals
    }

    /// Where a step first was not finite; its passes run again, on the same batches.
    private func firstNonFinite(
        _ scalars: StepScalars, from cursor: BatchCursor
    ) throws -> NonFiniteRecord? {
        guard probes.schedule.findsNonFinite else { return nil }
        var source = batches
        source.cursor = cursor
        for index in 0..<setup.configuration.accumulate {
            try source.next(into: engine.gradientProgram(setup.batchSize, continuesStep: index > 0))
            let found = try engine.firstNonFinite(
                inPass: index, batchSize: setup.batchSize, scalars.ofPass(index))
            if let found { return found }
        }
        return try engine.firstNonFiniteProposal(batchSize: setup.batchSize, scalars)
    }

    /// Validates the committed state, after its statistics were taken anew where the configuration
    /// says so, and tells the schedule and the rule of early stopping.
    public func validate() throws {
        if setup.configuration.reestimate > 0 {
            try engine.reestimateStatistics(
                from: upcomingBatches, batches: setup.configuration.reestimate)
        }
        let record = try setup.validator.record(
            of: engine, mode: .eval, part: "validation", step: completedSteps,
            epoch: max(0, completedSteps - 1) / setup.stepsPerEpoch)
        try emit(.validation(record))
        if let rate = schedule.observe(record) {
            try emit(.scheduleChanged(step: completedSteps, learningRate: rate))
        }
        observeForStopping(record)
    }

    /// Writes the current state.
    public func save(to store: CheckpointStore) throws {
        let step = completedSteps
        try store.save(
            engine, step: step, cursor: batches.cursor, plateau: schedule.plateau,
            earlyStopping: earlyStopping, best: bestState)
        try emit(.checkpoint(step: step, path: store.relativePath(step)))
    }

    /// Takes up the state of a checkpoint.
    public func restore(_ step: Int, from store: CheckpointStore) throws {
        let checkpoint = try store.restore(step, into: engine)
        completedSteps = checkpoint.step
        batches.cursor = checkpoint.cursor
        schedule.plateau = checkpoint.plateau
        guard let stored = checkpoint.earlyStopping else { return }
        earlyStopping = stored
        bestState = try store.best(step, of: engine)
    }

    /// A copy of the source of batches, standing where training stands.
    public var upcomingBatches: BatchSource { batches }

    private func isDue(_ interval: Interval) -> Bool {
        switch interval {
        case .every(let steps): completedSteps % steps == 0
        case .epoch:
            completedSteps % setup.stepsPerEpoch == 0 || completedSteps == setup.totalSteps
        }
    }
}

extension StepScalars {
    /// Each batch of a step draws dropout masks of its own.
    fileprivate func ofPass(_ index: Int) -> StepScalars {
        var copy = self
        copy.seed &+= UInt64(index) << 32
        return copy
    }
}
