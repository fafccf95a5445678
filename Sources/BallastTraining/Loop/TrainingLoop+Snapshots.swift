import BallastCore
import BallastData
import BallastEvents
import BallastOptimizers
import BallastRuntime
import BallastStability

extension TrainingLoop {
    /// The steps whose states can be put back: those in memory, and those with a checkpoint, where
    /// the loop has a store of them. A replay has none: it must not go back to what the run saved.
    public var earlierStates: [Int] {
        Set(ring.steps + (checkpoints == nil ? [] : savedSteps)).sorted()
    }

    /// Copies the current state where a snapshot is due.
    func takeSnapshotIfDue() {
        guard policy.mode != .off, ring.isDue(completedSteps) else { return }
        ring.append(snapshot(in: ring.reusableState()))
    }

    private func snapshot(in memory: StateStore.Snapshot? = nil) -> LoopSnapshot {
        if let memory { setup.engine.store.refresh(memory) }
        return LoopSnapshot(
            step: completedSteps, state: memory ?? setup.engine.store.snapshot(),
            cursor: batches.cursor, schedule: schedule, earlyStopping: earlyStopping,
            bestState: bestState, policy: policy)
    }

    /// Goes back to the state of an earlier step. What the guard has done since stays known to it.
    ///
    /// Everything is as it was: parameters, running statistics, the optimizer's state and averages,
    /// schedule, data cursor, detectors. Checkpoints of later steps are removed.
    ///
    /// - Precondition: the step is one of ``earlierStates``.
    /// - Throws: ``BallastError`` where the checkpoint cannot be read.
    public func rollBack(to step: Int) throws {
        var policy = policy
        if let snapshot = ring[step] {
            put(snapshot)
        } else if let checkpoints {
            try restore(step, from: checkpoints)
        } else {
            preconditionFailure("there is no state of step \(step)")
        }
        policy.rollBack(to: self.policy)
        self.policy = policy
        batches.quarantine = policy.quarantine
        ring.drop(after: step)
        savedSteps.removeAll { $0 > step }
        try checkpoints?.remove(after: step)
    }

    private func put(_ snapshot: LoopSnapshot) {
        setup.engine.store.restore(snapshot.state)
        completedSteps = snapshot.step
        batches.quarantine = snapshot.policy.quarantine
        batches.cursor = snapshot.cursor
        schedule = snapshot.schedule
        earlyStopping = snapshot.earlyStopping
        bestState = snapshot.bestState
        policy = snapshot.policy
    }

    /// Keeps the state from before a spike that was seen to begin as a checkpoint, so that a
    /// diagnosis can make those steps again.
    func keepStateBeforeOnset() throws {
        guard let checkpoints, policy.keepsStates,
            let step = policy.stateBeforeOnset(at: completedSteps, among: ring.steps),
            !savedSteps.contains(step), let earlier = ring[step]
        else { return }
        policy.countKeptState()
        let now = snapshot()
        put(earlier)
        defer { put(now) }
        savedSteps = (savedSteps + [step]).sorted()
        try write(to: checkpoints, snapshots: [step])
    }

    /// Writes the current state. What the guard could go back to is this state and older
    /// checkpoints from now on, so that a run that is resumed here decides alike.
    public func save(to store: CheckpointStore) throws {
        if policy.mode != .off {
            takeSnapshotIfAbsent()
            ring.keepOnly(completedSteps)
        }
        if !savedSteps.contains(completedSteps) {
            savedSteps = (savedSteps + [completedSteps]).sorted()
        }
        try write(to: store, snapshots: ring.steps)
    }

    /// Writes the current state at a moment that the configuration does not name, together with
    /// what the guard could go back to. These are for the resumption alone: the guard of a run that
    /// was not interrupted does not have them.
    func saveInterrupted(to store: CheckpointStore) throws {
        let now = snapshot()
        for entry in ring.entries where !savedSteps.contains(entry.step) {
            put(entry)
            try write(to: store, snapshots: [entry.step])
        }
        put(now)
        try write(to: store, snapshots: ring.steps)
    }

    private func takeSnapshotIfAbsent() {
        if ring[completedSteps] == nil { ring.append(snapshot(in: ring.reusableState())) }
    }

    private func write(to store: CheckpointStore, snapshots: [Int]) throws {
        let step = completedSteps
        try store.save(
            setup.engine,
            Checkpoint(
                step: step, cursor: batches.cursor, plateau: schedule.plateau,
                earlyStopping: earlyStopping, policy: policy, snapshots: snapshots,
                savedSteps: savedSteps),
            best: bestState)
        try emit(.checkpoint(step: step, path: store.relativePath(step)))
    }

    /// Takes up the state of a checkpoint.
    public func restore(_ step: Int, from store: CheckpointStore) throws {
        let checkpoint = try store.record(step)
        for earlier in checkpoint.snapshots ?? [] where earlier < step && policy.mode != .off {
            guard ring[earlier] == nil, store.steps().contains(earlier) else { continue }
            try load(earlier, from: store)
            ring.append(snapshot(in: ring.reusableState()))
        }
        try load(step, from: store)
        savedSteps = checkpoint.savedSteps ?? store.steps()
        if checkpoint.snapshots?.contains(step) ?? false, policy.mode != .off {
            takeSnapshotIfAbsent()
        }
    }

    private func load(_ step: Int, from store: CheckpointStore) throws {
        let checkpoint = try store.restore(step, into: setup.engine)
        completedSteps = checkpoint.step
        if let stored = checkpoint.policy, stored.mode == policy.mode { policy = stored }
        batches.quarantine = policy.quarantine
        batches.cursor = checkpoint.cursor
        schedule.plateau = checkpoint.plateau
        // A replay may go on without the rule that its run had.
        guard earlyStopping != nil, let stored = checkpoint.earlyStopping else { return }
        earlyStopping = stored
        bestState = try store.best(step, of: setup.engine)
    }
}
