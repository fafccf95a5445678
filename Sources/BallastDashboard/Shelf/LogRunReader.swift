import BallastCore
import BallastEvents
import BallastLogs
import BallastReport

/// Reads the log of a program that Ballast has no hand in; one file may hold several runs.
final class LogRunReader: RunReader {
    let path: String
    private var source: LogSource
    private let name: String
    private let enclosure: Enclosure
    private let options: LogOptions
    private let clock: @Sendable () -> Double
    /// Of each file.
    private var marks: [FileMark?]?
    private var follower: LogFollower?
    private var judging = Pace()
    private var reading = Pace()
    private var changed = 0.0
    private var hasUnjudged = false
    private let late = LateWork<[String: Diagnosis]>()
    private(set) var runs: [ReadRun] = []
    /// The names of the runs of whose points only the extremes are held.
    private var thinned: Set<String> = []
    /// Why nothing is shown of it.
    private(set) var trouble: String?

    init(
        _ source: LogSource, _ enclosure: Enclosure, options: LogOptions,
        clock: @escaping @Sendable () -> Double
    ) {
        path = source.path
        self.source = source
        // A log that lies alone in the folder that is served is called by its file.
        name = enclosure.place(
            of: source.path == enclosure.path ? source.files.first ?? source.path : source.path)
        self.enclosure = enclosure
        self.options = options
        self.clock = clock
    }

    var isHeld: Bool { follower != nil }
    var isBehind: Bool { follower?.isBehind ?? false }
    var isJudgeable: Bool { hasUnjudged || late.isPending }

    /// Takes up what a later search has found of it.
    func join(_ source: LogSource) {
        guard self.source != source else { return }
        self.source = source
        follower?.join(source)
    }

    func read(now: Double, isWanted: Bool, budget: inout Int) -> Bool {
        let old = runs.map(\.summary)
        let found = source.files.map(FileMark.init)
        if follower == nil {
            guard found != marks || isWanted else { return refreshStates(now, old) }
            guard isWanted || reading.isDue(now) else { return false }
        }
        let start = clock()
        let wasBehind = isBehind
        let isChanged = follow(&budget) || wasBehind
        reading.note(from: start, to: clock())
        changed = found.compactMap { $0?.time }.max() ?? now
        marks = found
        guard isChanged else { return refreshStates(now, old) }
        take(now)
        return true
    }

    func judge(now: Double) -> Bool {
        if let (found, seconds) = late.take() {
            judging.note(from: now - seconds, to: now)
            return accept(found)
        }
        guard hasUnjudged, judging.isDue(now), !late.isPending else { return false }
        hasUnjudged = false
        let start = clock()
        var found: [String: Diagnosis] = [:]
        for case let run? in runs.map(\.detail?.run) where !thinned.contains(run.name) {
            found[run.name] = try? run.diagnosis(now: clock)
        }
        judging.note(from: start, to: clock())
        if !thinned.isEmpty, !isTooLong { judgeWhole() }
        return accept(found)
    }

    /// Judges the runs of whose points only the extremes are held, by all that `ballast diagnose`
    /// reads.
    private func judgeWhole() {
        late.start { [source, options, name, thinned, clock] in
            guard let logs = try? LogReader(options: options).read(source) else { return [:] }
            var found: [String: Diagnosis] = [:]
            for log in logs {
                let run = Self.run(log, of: logs.count, in: name)
                if thinned.contains(run.name) { found[run.name] = try? run.diagnosis(now: clock) }
            }
            return found
        }
    }

    /// - Returns: whether there was any.
    private func accept(_ found: [String: Diagnosis]) -> Bool {
        for index in runs.indices {
            guard let diagnosis = found[runs[index].summary.name] else { continue }
            runs[index].detail?.diagnosis = diagnosis
            runs[index].summary.headline = diagnosis.headline
            runs[index].summary.health = diagnosis.health
            runs[index].summary.findings = diagnosis.findings.count
        }
        return !found.isEmpty
    }

    /// How a log is followed: with the points that a page can show.
    private var shown: LogOptions {
        var shown = options
        shown.columnPoints = BoundedRecord.mostPoints
        shown.runPoints = 8 * BoundedRecord.mostPoints
        return shown
    }

    private static func run(_ log: ForeignLog, of count: Int, in name: String) -> RecordedRun {
        var run = RecordedRun(log)
        run.name = count == 1 ? name : "\(name): \(log.name)"
        return run
    }

    private var isTooLong: Bool { size > RunDetail.mostJudgedBytes }

    private var size: Int { source.files.compactMap { FileMark($0)?.size }.reduce(0, +) }

    func rest() {
        follower = nil
        hasUnjudged = false
        for index in runs.indices { runs[index].detail = nil }
    }

    /// - Returns: whether the log has grown, or can no longer be read.
    private func follow(_ budget: inout Int) -> Bool {
        let old = trouble
        do {
            guard source.files.allSatisfy(enclosure.holdsFile) else {
                throw BallastError(.notFound, "the log is not there, or lies elsewhere")
            }
            let isFirst = follower == nil
            let follower = follower ?? LogFollower(source, options: shown)
            self.follower = follower
            let grown = try follower.poll(budget: &budget)
            trouble = nil
            return isFirst || !grown.isEmpty || old != nil
        } catch {
            trouble = JournalReader.message(error, enclosure)
            return trouble != old
        }
    }

    private func take(_ now: Double) {
        guard let follower, trouble == nil else {
            runs = []
            return
        }
        do {
            let logs = try follower.logs()
            let earlier = runs
            thinned = []
            runs = logs.map { log in
                let run = Self.run(log, of: logs.count, in: name)
                if log.isThinned { thinned.insert(run.name) }
                return read(run, earlier.first { $0.summary.name == run.name })
            }
            _ = refreshStates(now, [])
            hasUnjudged = !isBehind
        } catch {
            // What is missing may come with the rest.
            trouble = isBehind ? nil : JournalReader.message(error, enclosure)
            runs = []
        }
    }

    private func read(_ run: RecordedRun, _ before: ReadRun?) -> ReadRun {
        var summary = RunSummary(run, state: .resting, changed: changed)
        summary.headline = before?.summary.headline
        summary.health = before?.summary.health
        summary.findings = before?.summary.findings ?? 0
        return ReadRun(
            summary: summary,
            detail: RunDetail(
                run: run, diagnosis: before?.detail?.diagnosis, isBehind: isBehind,
                isTooLong: thinned.contains(run.name) && isTooLong, trouble: nil))
    }

    private func refreshStates(_ now: Double, _ old: [RunSummary]) -> Bool {
        for index in runs.indices {
            runs[index].summary.state = RunState(nil, age: now - changed)
        }
        return runs.map(\.summary) != old
    }
}
