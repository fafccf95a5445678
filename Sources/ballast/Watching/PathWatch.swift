import Ballast

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Follows run directories and logs of others as they grow.
struct PathWatch {
    private let path: String
    private let options: LogOptions
    private let tell: (WatchAlert) -> Void
    /// The runs of Ballast, by their directory.
    private var journals: [String: JournalRun] = [:]
    private var logs: LogFollower?
    /// The runs that others log, by their path and then by their name.
    private var watched: [String: [String: WatchedRun]] = [:]
    /// The paths of those whose record has grown since it was judged.
    private var grown: Set<String> = []
    private var looks = 0
    private(set) var hasAlerted = false

    /// In a folder, new runs of Ballast are looked for once in so many looks.
    private static let searchEvery = 8
    /// Between two looks.
    private static let microseconds: UInt32 = 250_000

    /// - Throws: ``BallastError`` of kind `notFound`.
    init(
        _ path: String, options: LogOptions, tell: @escaping (WatchAlert) -> Void
    ) throws {
        self.path = path
        self.options = options
        self.tell = tell
        if RecordedRun.isRunDirectory(path) {
            journals[path] = try JournalRun(path)
        } else {
            logs = try LogFollower(path, options: options)
            try findRuns()
        }
    }

    /// What is being watched, in words.
    var summary: String {
        journals.count == 1 && logs == nil ? "the run \(path)" : path
    }

    /// Goes on until a signal comes, or the one run that was named has ended.
    mutating func watch() throws {
        while StopSignal.arrived == nil {
            looks += 1
            if logs != nil, looks % Self.searchEvery == 0 { try findRuns() }
            try lookAtJournals()
            try lookAtLogs()
            if logs == nil, journals.values.allSatisfy(\.hasEnded) { return }
            usleep(Self.microseconds)
        }
    }

    private mutating func findRuns() throws {
        for directory in try LogReader(options: options).survey(path).ballastRuns
        where journals[directory] == nil {
            journals[directory] = try JournalRun(directory)
        }
    }

    private mutating func lookAtJournals() throws {
        for directory in journals.keys.sorted() {
            for alert in try journals[directory]?.look() ?? [] { report(alert) }
        }
    }

    private mutating func lookAtLogs() throws {
        guard let logs else { return }
        grown.formUnion(try logs.poll())
        let now = Clock.now()
        let due = grown.filter { watched[$0]?.values.allSatisfy { $0.isDue(now) } ?? true }
        guard !due.isEmpty else { return }
        grown.subtract(due)
        for log in try logs.logs() {
            let run = RecordedRun(log)
            guard due.contains(run.path) else { continue }
            let first = WatchedRun(name: run.name, path: run.path)
            let alerts = try watched[run.path, default: [:]][run.name, default: first]
                .alerts(of: run)
            for alert in alerts { report(alert) }
        }
    }

    private mutating func report(_ alert: WatchAlert) {
        hasAlerted = true
        tell(alert)
    }
}
