import BallastCore
import BallastEvents
import BallastRuntime
import BallastStability
import FoundationEssentials

/// The diagnosis of a run directory: its record, its own data and weights, and re-runs from its
/// checkpoints. Only `diagnosis.json` is written.
public struct RunExamination {
    public let directory: RunDirectory
    /// Nil: ``ReplayBudget/usual(runSteps:)``.
    public var budget: ReplayBudget?
    /// Whether anything is measured and re-run; otherwise the record alone is judged.
    public var usesReplays = true
    private let makeBackend: (Int) -> any Backend
    private let makeSetup: RunReplayer.SetupMaker?
    private let now: () -> Double

    /// - Parameters:
    ///   - now: seconds from any fixed moment.
    ///   - makeSetup: as for ``RunReplayer``.
    /// - Throws: ``BallastError`` of kind `notFound` where there is no run.
    public init(
        _ path: String, now: @escaping () -> Double,
        makeBackend: @escaping (_ threads: Int) -> any Backend,
        makeSetup: RunReplayer.SetupMaker? = nil
    ) throws {
        directory = try RunDirectory(opening: path)
        self.now = now
        self.makeBackend = makeBackend
        self.makeSetup = makeSetup
    }

    /// - Parameters:
    ///   - progress: called before each measurement and during re-runs.
    ///   - shouldStop: asked before every step of a re-run; nothing is written where it was true.
    /// - Throws: ``BallastError`` where the run's files are damaged, or `diagnosis.json` cannot be
    ///   written.
    public func diagnose(
        progress: @escaping (DiagnosisProgress) -> Void = { _ in },
        shouldStop: @escaping () -> Bool = { false }
    ) throws -> Diagnosis {
        let record = try record()
        var replayer: RunReplayer?
        var notes: [String] = []
        if usesReplays {
            do {
                replayer = try RunReplayer(
                    opening: directory.path, makeBackend: makeBackend, makeSetup: makeSetup)
            } catch let error as BallastError {
                notes.append("nothing could be re-run: \(error)")
            }
        }
        var diagnosis = try Diagnoser(
            record, evidence: replayer, replays: replayer,
            budget: budget ?? .usual(runSteps: record.plannedSteps ?? record.lastStep), now: now,
            progress: progress, shouldStop: shouldStop
        ).diagnose()
        diagnosis.notes = notes + diagnosis.notes
        if !shouldStop() {
            try directory.write(diagnosis)
        }
        return diagnosis
    }

    /// What the journal says.
    ///
    /// - Throws: ``BallastError`` for lines that are no events.
    public func record() throws -> RunRecord {
        var record = RunRecord(try directory.manifest(), path: directory.path)
        for event in try RunJournal.events(directory.eventsPath) { record.add(event) }
        return record
    }
}
