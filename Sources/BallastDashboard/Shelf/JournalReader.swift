import BallastCore
import BallastEvents
import BallastLogs
import BallastReport

/// Reads a run of Ballast, or of a program that it is hooked into, by its journal.
final class JournalReader: RunReader {
    let path: String
    private let name: String
    private let enclosure: Enclosure
    private let clock: @Sendable () -> Double
    private var marks: Marks?
    private var follower: JournalFollower?
    private var record: BoundedRecord?
    private var diagnosis: Diagnosis?
    private var supplements: RunSupplements?
    private var trouble: String?
    private var summary: RunSummary
    private var judging = Pace()
    /// A long journal that nobody looks at is not read anew each time it has grown.
    private var reading = Pace()
    private var hasUnjudged = false
    private let late = LateWork<Diagnosis?>()

    private struct Marks: Equatable {
        var manifest: FileMark?
        var journal: FileMark?
        var diagnosis: FileMark?
        var supplements: [FileMark?]

        var time: Double { max(manifest?.time ?? 0, journal?.time ?? 0) }
    }

    init(_ path: String, _ enclosure: Enclosure, clock: @escaping @Sendable () -> Double) {
        self.path = path
        self.enclosure = enclosure
        self.clock = clock
        name = enclosure.place(of: path)
        summary = RunSummary(name: name, changed: 0, trouble: "not read yet")
    }

    var isHeld: Bool { record != nil }
    var isBehind: Bool { follower?.isBehind ?? false }
    var isJudgeable: Bool { hasUnjudged || late.isPending }

    var runs: [ReadRun] {
        let detail = record.map { record in
            RunDetail(
                run: record.run, supplements: supplements ?? RunSupplements(), diagnosis: diagnosis,
                isBehind: isBehind, isTooLong: isTooLong, trouble: trouble)
        }
        return [ReadRun(summary: summary, detail: detail)]
    }

    /// Says what `run.json` tells, before the journal is read.
    func announce(now: Double) {
        guard enclosure.holdsFile(manifestPath), let run = try? described().run else { return }
        status = run.manifest?.status
        let times = [manifestPath, journalPath].compactMap { FileMark($0)?.time }
        summary = RunSummary(run, state: .running, changed: times.max() ?? now)
        refreshState(now)
    }

    func read(now: Double, isWanted: Bool, budget: inout Int) -> Bool {
        let (old, wasHeld) = (summary, isHeld)
        let found = Marks(
            manifest: FileMark(manifestPath), journal: FileMark(journalPath),
            diagnosis: FileMark(diagnosisPath), supplements: supplementPaths.map(FileMark.init))
        let isNew = found != marks
        guard isNew || isBehind || (isWanted && record == nil) else {
            refreshState(now)
            return summary != old
        }
        guard record != nil || isWanted || reading.isDue(now) else { return false }
        let start = clock()
        if record == nil { reading = Pace() }
        let wasBehind = isBehind
        readFiles(found, &budget)
        reading.note(from: start, to: clock())
        marks = found
        // The beginning of a long journal is not how its run stands.
        if !isBehind { summarize(now) }
        return isNew || wasBehind || summary != old || isHeld != wasHeld
    }

    func judge(now: Double) -> Bool {
        if let (found, seconds) = late.take() {
            judging.note(from: now - seconds, to: now)
            return accept(found)
        }
        guard hasUnjudged, judging.isDue(now), !late.isPending, let record else { return false }
        hasUnjudged = false
        let start = clock()
        let found = stored ?? (record.isWhole ? try? record.run.diagnosis(now: clock) : nil)
        judging.note(from: start, to: clock())
        guard found != nil || record.isWhole || isTooLong else {
            judgeWhole()
            return false
        }
        return accept(found)
    }

    /// Judges all of a record of which only the extremes are held.
    private func judgeWhole() {
        late.start { [path, name, clock] in
            guard var run = try? RecordedRun(directory: path) else { return nil }
            run.name = name
            return try? run.diagnosis(now: clock)
        }
    }

    /// - Returns: whether it says anything new.
    private func accept(_ found: Diagnosis?) -> Bool {
        guard found != diagnosis else { return false }
        diagnosis = found
        summarizeDiagnosis()
        return true
    }

    private func summarizeDiagnosis() {
        summary.headline = diagnosis?.headline
        summary.health = diagnosis?.health
        summary.findings = diagnosis?.findings.count ?? summary.findings
    }

    private var isTooLong: Bool {
        guard let record, !record.isWhole else { return false }
        return marks?.journal?.size ?? 0 > RunDetail.mostJudgedBytes
    }

    func rest() {
        record = nil
        supplements = nil
        follower = nil
        hasUnjudged = false
    }

    private func readFiles(_ found: Marks, _ budget: inout Int) {
        do {
            guard enclosure.holdsFile(manifestPath), enclosure.holdsFile(journalPath) else {
                throw BallastError(.notFound, "the run's files are not there, or lie elsewhere")
            }
            if record == nil {
                follower = JournalFollower(journalPath)
                record = try described()
            } else if found.manifest != marks?.manifest {
                record?.take(manifest: try RecordedRun(describing: path).manifest)
            }
            try readJournal(&budget)
            if found.supplements != marks?.supplements || supplements == nil {
                supplements = try RunSupplements(
                    directory: path, isAllowed: { enclosure.holdsFile($0) })
            }
            trouble = nil
        } catch {
            trouble = Self.message(error, enclosure)
        }
        hasUnjudged = record != nil && !isBehind
    }

    private func readJournal(_ budget: inout Int) throws {
        guard let follower else { return }
        defer { record?.tidy() }
        _ = try follower.poll(budget: &budget, restart: { record = try described() }) {
            record?.add($0)
        }
    }

    private func described() throws -> BoundedRecord {
        var run = try RecordedRun(describing: path)
        run.name = name
        return BoundedRecord(run)
    }

    /// What `ballast diagnose` has left.
    private var stored: Diagnosis? {
        guard enclosure.holdsFile(diagnosisPath) else { return nil }
        return try? record?.run.storedDiagnosis()
    }

    private func summarize(_ now: Double) {
        let changed = marks?.time ?? 0
        guard let record else {
            summary = RunSummary(name: name, changed: changed, trouble: trouble ?? "")
            return
        }
        summary = RunSummary(record.run, state: .running, changed: changed)
        summarizeDiagnosis()
        summary.trouble = trouble
        status = record.run.record.status ?? record.run.manifest?.status
        refreshState(now)
    }

    private var status: RunStatus?

    private func refreshState(_ now: Double) {
        guard summary.state != .unreadable else { return }
        summary.state = RunState(status ?? .running, age: now - summary.changed)
    }

    private var manifestPath: String { "\(path)/run.json" }
    private var journalPath: String { RecordedRun.journalPath(of: path) }
    private var diagnosisPath: String { "\(path)/diagnosis.json" }
    private var supplementPaths: [String] { RunSupplements.files.map { "\(path)/\($0)" } }

    /// What went wrong, in words that name no path outside the folder.
    static func message(_ error: any Error, _ enclosure: Enclosure) -> String {
        guard let fault = error as? BallastError else { return "the run cannot be read" }
        let place = fault.place.map { enclosure.shortened($0) + ": " } ?? ""
        return place + enclosure.shortened(fault.what)
    }
}
