import Ballast

/// A run of Ballast, or of a program that it is hooked into, that is watched by its journal.
struct JournalRun {
    private var run: RecordedRun
    private let follower: JournalFollower
    private var watched: WatchedRun
    private var isNew = false

    /// - Throws: ``BallastError`` where `run.json` is missing or damaged.
    init(_ directory: String) throws {
        run = try RecordedRun(describing: directory)
        follower = JournalFollower(RecordedRun.journalPath(of: directory))
        watched = WatchedRun(name: run.name, path: directory)
    }

    /// Whether the journal says that the run has ended.
    var hasEnded: Bool { run.record.status != nil && !isNew }

    /// Reads what has come, and judges it.
    mutating func look() throws -> [WatchAlert] {
        let hasCome = try follower.poll {
            run = try RecordedRun(describing: run.path)
        } _: {
            run.record.add($0)
        }
        isNew = isNew || hasCome
        guard isNew, watched.isDue(Clock.now()) else { return [] }
        isNew = false
        return try watched.alerts(of: run)
    }
}
