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
    private var hasGrown = false
    private(set) var isJudgeable = false
    private(set) var runs: [ReadRun] = []
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

    /// Takes up what a later search has found of it.
    func join(_ source: LogSource) {
        guard self.source != source else { return }
        self.source = source
        follower?.join(source)
    }

    func read(now: Double, isWanted: Bool) -> Bool {
        let old = runs.map(\.summary)
        let found = source.files.map(FileMark.init)
        if follower == nil {
            guard found != marks || isWanted else { return refreshStates(now, old) }
            guard isWanted || reading.isDue(now) else { return false }
        }
        let start = clock()
        let isChanged = follow()
        reading.note(from: start, to: clock())
        changed = found.compactMap { $0?.time }.max() ?? now
        marks = found
        guard isChanged else { return refreshStates(now, old) }
        take(now)
        return true
    }

    func judge(now: Double) -> Bool {
        guard isJudgeable, judging.isDue(now) else { return false }
        isJudgeable = false
        let start = clock()
        for (index, read) in runs.enumerated() {
            guard let detail = read.detail else { continue }
            let diagnosis = try? detail.run.diagnosis(now: clock)
            runs[index].detail = RunDetail(
                run: detail.run, diagnosis: diagnosis, isWhole: true, trouble: detail.trouble)
            runs[index].summary.headline = diagnosis?.headline
            runs[index].summary.health = diagnosis?.health
            runs[index].summary.findings = diagnosis?.findings.count ?? 0
        }
        judging.note(from: start, to: clock())
        return !runs.isEmpty
    }

    func rest() {
        follower = nil
        isJudgeable = false
        for index in runs.indices { runs[index].detail = nil }
    }

    /// - Returns: whether the log has grown, or can no longer be read.
    private func follow() -> Bool {
        let old = trouble
        do {
            guard source.files.allSatisfy(enclosure.holdsFile) else {
                throw BallastError(.notFound, "the log is not there, or lies elsewhere")
            }
            let isFirst = follower == nil
            let follower = follower ?? LogFollower(source, options: options)
            self.follower = follower
            let updates = try follower.poll()
            trouble = nil
            return isFirst || !updates.isEmpty || old != nil
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
            runs = logs.map { log in
                var run = RecordedRun(log)
                run.name = logs.count == 1 ? name : "\(name): \(log.name)"
                let before = earlier.first { $0.summary.name == run.name }
                return read(run, before)
            }
            _ = refreshStates(now, [])
            isJudgeable = true
        } catch {
            trouble = JournalReader.message(error, enclosure)
            runs = []
        }
    }

    private func read(_ run: RecordedRun, _ before: ReadRun?) -> ReadRun {
        var bounded = BoundedRecord(run)
        bounded.tidy()
        var summary = RunSummary(run, state: .resting, changed: changed)
        summary.headline = before?.summary.headline
        summary.health = before?.summary.health
        summary.findings = before?.summary.findings ?? 0
        return ReadRun(
            summary: summary,
            detail: RunDetail(
                run: bounded.run, diagnosis: before?.detail?.diagnosis, isWhole: bounded.isWhole,
                trouble: nil))
    }

    private func refreshStates(_ now: Double, _ old: [RunSummary]) -> Bool {
        for index in runs.indices {
            runs[index].summary.state = RunState(nil, age: now - changed)
        }
        return runs.map(\.summary) != old
    }
}
