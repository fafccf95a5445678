/// All runs as they were read last.
struct ShelfView: Sendable {
    /// The one that was written last comes first.
    var runs: [ShelvedRun] = []
    /// What may be a log and cannot be read as one: its place and why.
    var passedOver: [(place: String, why: String)] = []
    /// Whether the search was cut short by its limits.
    var isCut = false
    /// How many looks have read what somebody looks at, as far as a look goes.
    var looks = 0
    /// Whether the last look has read everything to its end.
    var isCaughtUp = false
    /// Grows with each change of what is shown.
    var revision = 0
    /// What keeps the folder from being read.
    var trouble: String?

    /// Whether every run was read once.
    var isComplete = false

    func run(_ key: RunKey) -> ShelvedRun? { runs.first { $0.key == key } }

    /// Those of some runs that are there, in the order in which they were named.
    func runs(_ keys: [RunKey]) -> [ShelvedRun] { keys.compactMap(run) }
}
