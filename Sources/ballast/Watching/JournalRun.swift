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
        let update = try follower.poll()
        if update.isRestart { run = try RecordedRun(describing: run.path) }
        if !update.events.isEmpty || update.isRestart { isNew = true }
        for event in update.events { run.record.add(event) }
        guard isNew, watched.isDue(Clock.now()) else { return [] }
        isNew = false
        return try watched.alerts(of: run)
    }
}
