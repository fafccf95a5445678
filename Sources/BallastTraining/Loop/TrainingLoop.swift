import BallastCore
import BallastData
import BallastEvents
import BallastGraph
import BallastOptimizers
import BallastRuntime
import BallastStability

/// The training loop. ``step()`` is one training step from its batch to its line in the journal.
public final class TrainingLoop {
    public let setup: TrainingSetup
    /// The number of updates made.
    public internal(set) var completedSteps = 0
    private let engine: TrainingEngine
    var batches: BatchSource
    var schedule: RateSchedule
    /// The guard's judgement and memory.
    public internal(set) var policy: GuardPolicy
    /// Where the guard finds checkpoints and keeps states; nil where a run has no directory.
    var checkpoints: CheckpointStore?
    var ring = SnapshotRing()
    /// The steps whose checkpoints the guard may go back to, in order.
    var savedSteps: [Int] = []
    /// The samples of the newest step, a list for each of its batches.
    private var stepBatches: [BatchInfo] = []
    /// The rule of early stopping, where there is one, and the state of its best validation.
    var earlyStopping: EarlyStopping?
    var bestState: [StateSlot: HostTensor] = [:]
    /// The best validation that has a checkpoint, by the metric of the configuration.
    var best: BestValidation?
    /// The newest validation by that metric.
    var newestValidation: BestValidation?
    /// What the newest validation of this process counted, and the best by early stopping's rule.
    var newestTotals: (step: Int, totals: EvaluationTotals)?
    var bestTotals: (step: Int, totals: EvaluationTotals)?
    /// Whether the validation behind the newest step is still to be made.
    var owesValidation = false
    /// Where the events are written, to which checkpoints refer; nil where a run has no directory.
    var journal: RunJournal?
    private var probes: Probes
    let emit: (RunEvent.Kind) throws -> Void
    private let clock = ContinuousClock()
    /// Changes the rate that the schedule gives to a step, as a replay does.
    var adjustRate: ((_ step: Int, _ scheduled: Double) -> Double)?

    /// - Parameter emit: takes every event, in order; throws where it cannot be kept.
    public init(_ setup: TrainingSetup, emit: @escaping (RunEvent.Kind) throws -> Void) {
        self.setup = setup
        policy = GuardPolicy(setup)
        self.emit = emit
        engine = setup.engine
        probes = Probes(setup)
        batches = setup.batches(
            loaderThreads: setup.loaderThreads,
            remainder: setup.configuration.dropLast ? .dropped : .kept)
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
    ///   - shouldStop: asked before every step and between the batches of validations.
    ///   - afterStep: called when a step and its validation are done, such as for probes.
    ///   - store: takes checkpoints, to which the guard also goes back; nil: none are written.
    public func run(
        shouldStop: () -> Bool, afterStep: (TrainingLoop) throws -> Void = { _ in },
        saving store: CheckpointStore? = nil
    ) throws -> Outcome {
        checkpoints = store
        if owesValidation, try !conclude(shouldStop, afterStep, store) { return .interrupted }
        while completedSteps < setup.totalSteps && !hasStoppedEarly {
            if shouldStop() {
                if let store { try saveInterrupted(to: store) }
                return .interrupted
            }
            let decision = try step()
            if decision.action == .stop {
                if let store { try save(to: store) }
                return .diverged(reason: decision.reason)
            }
            if decision.action == .rollBack { continue }
            if try !conclude(shouldStop, afterStep, store) { return .interrupted }
        }
        if let reason = earlyStopReason { try emit(.note(reason)) }
        return .completed
    }

    /// What follows a step: its validation, what the caller does, its checkpoint.
    ///
    /// - Returns: false where the run is to stop before the validation is done; the checkpoint of
    ///   this moment says that it is owed.
    private func conclude(
        _ shouldStop: () -> Bool, _ afterStep: (TrainingLoop) throws -> Void,
        _ store: CheckpointStore?
    ) throws -> Bool {
        do {
            try validateIfDue(stoppingWhen: shouldStop)
        } catch is StoppedValidation {
            owesValidation = true
            if let store { try saveInterrupted(to: store) }
            return false
        }
        owesValidation = false
        try afterStep(self)
        if hasStoppedEarly { restoreBest() }
        if isCheckpointDue, let store { try save(to: store) }
        return true
    }

    /// Validates where the configuration asks for it behind the newest step.
    func validateIfDue(stoppingWhen shouldStop: () -> Bool = { false }) throws {
        guard isDue(setup.configuration.validateEvery) || isComplete else { return }
        try validate(stoppingWhen: shouldStop)
    }

    /// Whether the state behind the newest step and its validation is to be kept.
    private var isCheckpointDue: Bool {
        isDue(setup.configuration.checkpointEvery) || isComplete || hasStoppedEarly
            || setup.configuration.bestMetric != nil && isNewBest
    }

    private var isComplete: Bool { completedSteps == setup.totalSteps }

    /// Takes the next step's batches out of the data and makes no step of them.
    func passOverBatch() {
        for _ in 0..<setup.configuration.accumulate { batches.passOver() }
        completedSteps += 1
    }

    /// One training step: batch, gradients, proposal, judgement, and only then the commitment.
    ///
    /// Where the guard rolls back, the loop stands at an earlier step afterwards.
    @discardableResult
    public func step() throws -> GuardDecision {
        let start = clock.now
        takeSnapshotIfDue()
        let (cursor, scalars) = (batches.cursor, nextScalars)

        let totals = try gradients(scalars)
        let update = try engine.update()
        engine.run(update, scalars)
        let proposal = try engine.proposal()
        engine.run(proposal, scalars)
        let proposedNorm = Double(proposal.result("norm")[0])

        var (record, layers) = try probes.measure(
            record(totals, scalars, gradientNorm: Double(update.result("gradientNorm")[0])),
            totals, scalars)
        var decision = policy.judge(
            record, proposedNorm: proposedNorm, snapshots: earlierStates)
        let suspects = decision.action == .skip ? suspects() : []
        let isFinite =
            record.loss.isFinite && record.gradientNorm.isFinite && proposedNorm.isFinite
        let origin = isFinite ? nil : try firstNonFinite(scalars, from: cursor)
        record.committed = try commitOrRefuse(&decision, scalars, record)

        completedSteps += 1
        record.seconds = (clock.now - start).seconds
        try emit(.step(record))
        if let layers { try emit(.layers(layers)) }
        if let origin { try emit(.nonFinite(origin)) }
        try settle(record, decision, suspects)
        return decision
    }

    /// The numbers of the next step: its rate as the schedule, the guard and a replay want it.
    public var nextScalars: StepScalars {
        let (step, epoch) = (completedSteps + 1, completedSteps / setup.stepsPerEpoch)
        var rate = schedule.learningRate(step: completedSteps, epoch: epoch)
        if let adjustRate { rate = adjustRate(step, rate) }
        return StepScalars(
            learningRate: rate * policy.rateMultiplier(at: step),
            momentum: schedule.momentum(step: completedSteps, epoch: epoch) ?? 0,
            step: step, seed: setup.configuration.seed)
    }

    private func record(
        _ totals: EvaluationTotals, _ scalars: StepScalars, gradientNorm: Double
    ) -> StepRecord {
        StepRecord(
            step: scalars.step, epoch: completedSteps / setup.stepsPerEpoch, loss: totals.loss,
            accuracy: totals.accuracy, topKAccuracy: totals.topKAccuracy,
            learningRate: scalars.learningRate, gradientNorm: gradientNorm, seconds: 0,
            committed: false)
    }

    /// Commits what is proposed, scaled down where the guard wants that, or refuses it.
    ///
    /// - Returns: whether an update was made.
    private func commitOrRefuse(
        _ decision: inout GuardDecision, _ scalars: StepScalars, _ record: StepRecord
    ) throws -> Bool {
        if decision.action == .clip, case .clip(let norm)? = decision.intervention {
            var scalars = scalars
            scalars.gradientScale = norm / record.gradientNorm
            if try !engine.proposeScaled(scalars).isFinite { decision.action = .skip }
        }
        switch decision.action {
        case .skip, .rollBack, .stop:
            engine.refuse()
            return false
        default:
            engine.commit()
            return true
        }
    }

    /// Reports a step's decision and what came of earlier ones, and goes back where it says so.
    private func settle(
        _ record: StepRecord, _ decision: GuardDecision, _ suspects: [Int]
    ) throws {
        if decision.action != .commit { try emit(.guardDecision(decision)) }
        let news = policy.settle(
            record, decision, suspects: suspects, nextEpoch: (stepBatches.last?.epoch ?? 0) + 1,
            trainingSamples: setup.data.train.count)
        for event in news { try emit(event) }
        batches.quarantine = policy.quarantine
        try keepStateBeforeOnset()
        if case .rollBack(let step)? = decision.intervention { try rollBack(to: step) }
    }

    /// The fewest samples of the newest step without which its loss would be usual. Of several
    /// batches that make one step, all samples.
    private func suspects() -> [Int] {
        guard stepBatches.count == 1, let batch = stepBatches.first,
            let program = try? engine.gradientProgram(batch.count)
        else { return stepBatches.flatMap(\.indices) }
        let losses = zip(batch.indices, program.result("perSample"))
            .map { (sample: $0, loss: $1.isFinite ? Double($1) : .infinity) }
            .sorted { $0.loss > $1.loss }
        var rest = losses.reduce(0) { $0 + ($1.loss.isFinite ? $1.loss : 0) }
        var taken: [Int] = []
        for (sample, loss) in losses {
            let mean = rest / Double(losses.count - taken.count)
            if loss.isFinite, mean <= policy.usualLoss { break }
            if loss.isFinite { rest -= loss }
            taken.append(sample)
        }
        return taken
    }

    /// Losses and gradients of the next batches, the gradients averaged over them.
    private func gradients(_ scalars: StepScalars) throws -> EvaluationTotals {
        var totals = EvaluationTotals(
            classes: setup.data.classNames.count, topK: setup.configuration.topK)
        stepBatches.removeAll(keepingCapacity: true)
        for index in 0..<setup.configuration.accumulate {
            let program = try engine.gradientProgram(
                batches.nextCount, continuesStep: index > 0)
            let info = try batches.next(into: program)
            stepBatches.append(info)
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
        var source = upcomingBatches
        source.cursor = cursor
        for index in 0..<setup.configuration.accumulate {
            let count = source.nextCount
            try source.next(into: engine.gradientProgram(count, continuesStep: index > 0))
            let found = try engine.firstNonFinite(
                inPass: index, batchSize: count, scalars.ofPass(index))
            if let found { return found }
        }
        return try engine.firstNonFiniteProposal(batchSize: setup.batchSize, scalars)
    }

    /// Takes up the state of another loop of the same configuration, whatever its engine computes
    /// with. What early stopping and the guard keep is left out.
    func adopt(_ other: TrainingLoop) {
        for slot in other.engine.savedSlots {
            engine.store.store(other.engine.store.load(slot), in: slot)
        }
        completedSteps = other.completedSteps
        batches.cursor = other.batches.cursor
        schedule = other.schedule
    }

    /// A copy of the source of batches, standing where training stands.
    public var upcomingBatches: BatchSource { batches.withoutPrefetching }

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

extension GuardPolicy {
    /// The guard that a run begins with.
    init(_ setup: TrainingSetup) {
        self.init(
            mode: setup.configuration.guardMode,
            classes: setup.data.classNames.count,
            plannedSteps: setup.totalSteps)
    }
}
