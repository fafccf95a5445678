import BallastCore
import BallastData
import BallastEvents
import BallastRuntime
import BallastStability

/// A run from its configuration or its directory to its end: the loop with everything that is
/// written around it.
public final class TrainingRun {
    public let directory: RunDirectory
    public let loop: TrainingLoop
    private var manifest: RunManifest
    /// Nil when the run has ended.
    private var lock: RunLock?
    private let journal: RunJournal
    private let store: CheckpointStore
    private let tensorBoard: TensorBoardRecorder
    private let observer: (RunEvent) -> Void
    private let now: () -> Double

    /// Begins a new run.
    ///
    /// - Parameters:
    ///   - path: the run directory to make.
    ///   - data: data of one's own in the place of what the configuration names.
    ///   - progress: told how many files of how many are decoded before the first step.
    ///   - now: seconds since 1970, for the events.
    ///   - observer: sees every event after it was written.
    public convenience init(
        _ configuration: RunConfiguration, at path: String, data: RunData? = nil,
        machine: MachineSummary, progress: (@Sendable (Int, Int) -> Void)? = nil,
        now: @escaping () -> Double, makeBackend: (Int) -> any Backend,
        observer: @escaping (RunEvent) -> Void
    ) throws {
        let setup = try TrainingSetup(
            configuration, data: data, progress: progress, makeBackend: makeBackend)
        let machine = machine.using(threads: setup.threads)
        let manifest = Self.manifest(setup, machine)
        let directory = try RunDirectory(creating: path, manifest: manifest)
        try self.init(setup, directory, try RunLock(path), manifest, now, observer)
        do {
            try start(machine)
        } catch {
            try? finish(.failed, "\(error)")
            throw error
        }
    }

    /// Goes on with a run: from its last checkpoint, or from the start where it has none.
    ///
    /// - Parameters:
    ///   - data: data of one's own, where the run began with such.
    ///   - progress: told how many files of how many are decoded before the first step.
    /// - Throws: ``BallastError`` where the data changed or files are damaged.
    public convenience init(
        resuming path: String, data: RunData? = nil, machine: MachineSummary,
        progress: (@Sendable (Int, Int) -> Void)? = nil, now: @escaping () -> Double,
        makeBackend: (Int) -> any Backend, observer: @escaping (RunEvent) -> Void
    ) throws {
        let directory = try RunDirectory(opening: path)
        let lock = try RunLock(path)
        try directory.prepareToGoOn()
        var manifest = try directory.manifest()
        let store = CheckpointStore(directory)
        let (last, damaged) = store.newestSound()
        // The same bits need the same number of threads.
        var configuration = manifest.configuration
        configuration.threads =
            configuration.threads ?? min(manifest.machine.threads, ThreadChoice.processors)
        // The checkpoint holds the weights; the file that the run began with may be gone.
        if last != nil { configuration.weights = nil }
        let setup = try TrainingSetup(
            configuration, data: data, preprocessing: manifest.preprocessing,
            progress: progress, makeBackend: makeBackend)
        guard setup.data.digest == manifest.datasetDigest else {
            throw BallastError(
                .badInput, "the data is not what it was when the run began", at: path,
                mend: "restore the data, or start a new run")
        }
        manifest.status = .running
        try RunJournal.cut(
            directory.eventsPath, after: last ?? -1,
            position: last.flatMap { try? store.record($0).journalPosition })
        for (step, _) in damaged { try store.setAside(step) }
        try self.init(
            setup, directory, lock, manifest, now, observer, firstStep: (last ?? -1) + 1)
        if let last { try loop.restore(last, from: store) } else { try start(machine) }
        for (step, fault) in damaged { try emit(.note(Self.note(step, fault, goingOnFrom: last))) }
        if let last {
            loop.policy.resumed(after: last)
            try emit(.resumed(step: last))
        }
        try directory.write(manifest)
    }

    private static func note(
        _ step: Int, _ fault: BallastError, goingOnFrom last: Int?
    ) -> String {
        let place = fault.place.map { " (\($0))" } ?? ""
        let next = last.map { "that of step \($0)" } ?? "the start"
        return "the checkpoint of step \(step) cannot be used: \(fault.what)\(place); it is set "
            + "aside as .damaged, and the run goes on from \(next)"
    }

    private init(
        _ setup: TrainingSetup, _ directory: RunDirectory, _ lock: RunLock,
        _ manifest: RunManifest, _ now: @escaping () -> Double,
        _ observer: @escaping (RunEvent) -> Void, firstStep: Int? = nil
    ) throws {
        self.directory = directory
        self.lock = lock
        self.manifest = manifest
        self.now = now
        self.observer = observer
        store = CheckpointStore(directory)
        let journal = try RunJournal(directory.eventsPath)
        self.journal = journal
        let tensorBoard = TensorBoardRecorder(directory.tensorBoardPath, firstStep: firstStep)
        self.tensorBoard = tensorBoard
        loop = TrainingLoop(setup) { kind in
            let event = RunEvent(kind, time: now())
            try journal.append(event)
            tensorBoard.add(event)
            observer(event)
        }
        loop.journal = journal
    }

    /// Whether a run of this directory has nothing left to do.
    public static func isComplete(_ path: String) throws -> Bool {
        try RunDirectory(opening: path).manifest().status == .completed
    }

    /// Trains to the end.
    ///
    /// - Parameters:
    ///   - shouldStop: asked before every step; true ends the run after a checkpoint.
    ///   - afterStep: called when a step and its validation are done, such as for probes.
    public func run(
        shouldStop: () -> Bool, afterStep: (TrainingLoop) throws -> Void = { _ in }
    ) throws -> TrainingLoop.Outcome {
        defer { lock = nil }
        let outcome: TrainingLoop.Outcome
        do {
            outcome = try loop.run(
                shouldStop: shouldStop,
                afterStep: { loop in
                    tensorBoard.addHistograms(of: loop, time: now())
                    try afterStep(loop)
                }, saving: store)
        } catch {
            try? finish(.failed, "\(error)")
            throw error
        }
        try keepEvaluation()
        switch outcome {
        case .completed: try finish(.completed, loop.earlyStopReason ?? "all steps made")
        case .interrupted: try finish(.interrupted, "stopped from outside")
        case .diverged(let reason): try finish(.diverged, reason)
        }
        return outcome
    }

    private func start(_ machine: MachineSummary) throws {
        let setup = loop.setup
        let machine = machine.using(threads: setup.threads)
        try emit(
            .runStarted(
                RunStart(
                    configuration: setup.configuration, parameters: setup.engine.parameterCount,
                    steps: setup.totalSteps,
                    dataset: DatasetSummary(
                        spec: setup.configuration.data, classNames: setup.data.classNames,
                        trainingSamples: setup.data.train.count,
                        validationSamples: setup.data.validation.count,
                        digest: setup.data.digest),
                    preprocessing: setup.data.preprocessing, machine: machine)))
        for note in setup.notes { try emit(.note(note)) }
        try loop.save(to: store)
    }

    /// Writes what the last validation found in detail. It is not what a run is made for, so that a
    /// failure is told and does not end the run.
    private func keepEvaluation() throws {
        do {
            guard let evaluation = try loop.evaluation() else { return }
            try AtomicFile.write(directory.evaluationPath, try JSONCoding.encode(evaluation))
        } catch {
            let reason = (error as? BallastError)?.what ?? "\(error)"
            try emit(.note("evaluation.json could not be written: \(reason)"))
        }
    }

    private func finish(_ status: RunStatus, _ reason: String) throws {
        manifest.status = status
        manifest.steps = loop.completedSteps
        if let failure = tensorBoard.failure {
            try emit(.note("tensorboard/ is not complete: \(failure.what)"))
        }
        try emit(.runEnded(status: status, step: loop.completedSteps, reason: reason))
        try directory.write(manifest)
    }

    private func emit(_ kind: RunEvent.Kind) throws {
        let event = RunEvent(kind, time: now())
        try journal.append(event)
        tensorBoard.add(event)
        observer(event)
    }

    private static func manifest(_ setup: TrainingSetup, _ machine: MachineSummary) -> RunManifest {
        let skipped = setup.data.skippedFiles
        return RunManifest(
            configuration: setup.configuration, seed: setup.configuration.seed,
            versions: SoftwareVersions(
                ballast: BallastVersion.current, backend: setup.engine.store.backend.name),
            machine: machine, status: .running, classNames: setup.data.classNames,
            preprocessing: setup.data.preprocessing, datasetDigest: setup.data.digest, steps: 0,
            parameters: setup.engine.parameterCount, skippedFiles: skipped.isEmpty ? nil : skipped)
    }
}

extension MachineSummary {
    fileprivate func using(threads: Int) -> MachineSummary {
        var copy = self
        copy.threads = threads
        return copy
    }
}
