import BallastEvents
import BallastGraph
import BallastOptimizers
import BallastRuntime

extension TrainingLoop {
    /// Whether the rule of early stopping has ended the run.
    public var hasStoppedEarly: Bool { earlyStopping?.isExhausted ?? false }

    /// A sentence about the stop; nil where the rule has not ended the run.
    public var earlyStopReason: String? {
        guard let earlyStopping, hasStoppedEarly else { return nil }
        let count = earlyStopping.badCount
        let validations = count == 1 ? "1 validation" : "\(count) validations"
        let stopped = "stopped early after \(validations) without improvement"
        guard let step = earlyStopping.bestStep else { return "\(stopped), as none was a number" }
        return "\(stopped); the weights are those of step \(step)"
    }

    /// Tells the rule the newest validation, and keeps the state where it is the best so far. A
    /// stop that falls into a recovery is held back, or reported where the guard does not act.
    func observeForStopping(_ record: ValidationRecord) throws {
        guard var next = earlyStopping else { return }
        let metric =
            setup.configuration.earlyStop?.metric == .accuracy ? record.accuracy : record.loss
        let verdict = next.observe(metric, step: record.step, epoch: record.epoch)
        if verdict == .stop, try isHeldBack("an early stop") { return }
        earlyStopping = next
        guard verdict == .improved else { return }
        for slot in setup.engine.modelSlots { bestState[slot] = setup.engine.store.load(slot) }
        bestTotals = newestTotals
    }

    /// Goes back to the state of the best validation; the optimizer's stays.
    func restoreBest() {
        for (slot, values) in bestState { setup.engine.store.store(values, in: slot) }
        if !bestState.isEmpty { newestTotals = bestTotals }
    }
}

extension EarlyStopping {
    init(_ spec: EarlyStopSpec) {
        self.init(
            mode: spec.metric == .loss ? .min : .max, patience: spec.patience,
            minimumDelta: spec.minimumDelta, startEpoch: spec.startEpoch)
    }
}
