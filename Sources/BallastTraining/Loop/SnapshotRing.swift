import BallastRuntime

/// The last few snapshots of a loop, a fixed number of updates apart.
///
/// One is a copy of all state. A step reads and writes that state several times over, besides its
/// forward and backward pass, so that one copy in 32 steps costs well below 1 % of them.
struct SnapshotRing {
    /// Updates between two snapshots.
    static let period = 32
    static let capacity = 3

    /// In the order of their steps.
    private(set) var entries: [LoopSnapshot] = []

    var steps: [Int] { entries.map(\.step) }

    /// Whether a snapshot of this step is due.
    func isDue(_ step: Int) -> Bool {
        guard let last = entries.last else { return true }
        return step % Self.period == 0 && last.step < step
    }

    subscript(step: Int) -> LoopSnapshot? { entries.first { $0.step == step } }

    /// The memory of the snapshot that makes room for the next one; nil while there is room.
    mutating func reusableState() -> StateStore.Snapshot? {
        entries.count < Self.capacity ? nil : entries.removeFirst().state
    }

    mutating func append(_ snapshot: LoopSnapshot) {
        entries.append(snapshot)
        entries.sort { $0.step < $1.step }
    }

    /// Forgets the snapshots of later steps.
    mutating func drop(after step: Int) {
        entries.removeAll { $0.step > step }
    }

    /// Forgets all but the snapshot of one step.
    mutating func keepOnly(_ step: Int) {
        entries.removeAll { $0.step != step }
    }
}
