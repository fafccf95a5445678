import BallastCore
import BallastEvents
import BallastLogs
import BallastStability
import FoundationEssentials

/// A run as its record shows it, whether Ballast made it, a program that Ballast was hooked into,
/// or something else that left a log.
public struct RecordedRun: Sendable {
    /// What to call the run among others.
    public var name: String
    public var path: String
    public var record: RunRecord
    /// What `run.json` says; nil for the logs of others.
    public var manifest: RunManifest?
    /// What reading the log could not tell; empty for runs of Ballast.
    public var notes: [String] = []

    /// A run whose record is at hand.
    public init(name: String, path: String, record: RunRecord, manifest: RunManifest? = nil) {
        self.name = name
        self.path = path
        self.record = record
        self.manifest = manifest
    }

    /// The runs that a path holds: a run directory, a log, or a folder with several of them.
    ///
    /// - Throws: ``/BallastCore/BallastError`` of kind `notFound` where there is none, or of kind
    ///   `badInput` where a file is damaged or its columns leave a doubt.
    public static func all(at path: String, options: LogOptions = LogOptions()) throws
        -> [RecordedRun]
    {
        if isRunDirectory(path) { return [try RecordedRun(directory: path)] }
        let reader = LogReader(options: options)
        let survey = try reader.survey(path)
        let own = try survey.ballastRuns.map { try RecordedRun(directory: $0) }
        if !own.isEmpty, survey.sources.isEmpty { return own }
        return try own + reader.read(path).map(RecordedRun.init)
    }

    /// Whether a folder is a run directory, with `run.json` in it.
    public static func isRunDirectory(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(path)/run.json")
    }

    /// A run directory, read as far as it is written.
    ///
    /// - Throws: ``/BallastCore/BallastError`` where its files are missing or damaged.
    public init(directory path: String) throws {
        try self.init(describing: path)
        _ = try JournalFollower(Self.journalPath(of: path)).poll(restart: {}) { record.add($0) }
    }

    /// What `run.json` says of a run, without its journal.
    ///
    /// - Throws: ``/BallastCore/BallastError`` where it is missing or damaged.
    public init(describing path: String) throws {
        let manifestPath = "\(path)/run.json"
        guard let bytes = FileManager.default.contents(atPath: manifestPath) else {
            throw BallastError(
                .notFound, "there is no run here (no run.json)", at: path,
                mend: "Name a run directory, or the log of a run.")
        }
        let manifest = try JSONCoding.decode(RunManifest.self, from: bytes, at: manifestPath)
        name = path.split(separator: "/").last.map(String.init) ?? path
        self.path = path
        record = RunRecord(manifest, path: path)
        self.manifest = manifest
    }

    /// The journal of a run directory.
    public static func journalPath(of directory: String) -> String { "\(directory)/events.jsonl" }

    /// A run that was logged by something else.
    public init(_ log: ForeignLog) {
        name = log.name
        path = log.record.source.path
        record = log.record
        record.framework = log.framework
        notes = log.notes
    }

    /// The judgement of the record alone.
    ///
    /// - Parameter now: seconds from any fixed moment.
    public func diagnosis(now: @escaping () -> Double) throws -> Diagnosis {
        var diagnosis = try Diagnoser(
            record, budget: ReplayBudget(steps: 0, seconds: 0), now: now
        ).diagnose()
        diagnosis.notes += notes
        return diagnosis
    }

    /// What `diagnosis.json` says of a run directory, re-runs included; nil where there is none.
    ///
    /// - Throws: ``/BallastCore/BallastError`` of kind `badInput` where it is damaged.
    public func storedDiagnosis() throws -> Diagnosis? {
        let place = "\(path)/diagnosis.json"
        guard manifest != nil, let bytes = FileManager.default.contents(atPath: place) else {
            return nil
        }
        return try JSONCoding.decode(Diagnosis.self, from: bytes, at: place)
    }
}
