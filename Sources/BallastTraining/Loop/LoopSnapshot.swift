import BallastCore
import BallastData
import BallastGraph
import BallastOptimizers
import BallastRuntime
import BallastStability

/// Everything that a training loop goes on from, kept in memory: parameters, running statistics,
/// the optimizer's state and averages, schedule, data cursor, and what the guard had seen.
struct LoopSnapshot {
    /// The number of updates made.
    let step: Int
    let state: StateStore.Snapshot
    let cursor: BatchCursor
    let schedule: RateSchedule
    let earlyStopping: EarlyStopping?
    let bestState: [StateSlot: HostTensor]
    let best: BestValidation?
    let policy: GuardPolicy
}
