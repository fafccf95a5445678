import ArgumentParser
import Ballast

struct DiagnoseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagnose",
        abstract: "Find out why a training went wrong, and prove it.",
        discussion: """
            Example: ballast diagnose runs/mine
            Example: ballast diagnose lightning_logs/version_3 --map train-loss=loss_step

            Reads the run's record, measures what it does not say, and then repeats the steps \
            around the trouble from a checkpoint with one thing changed at a time. A cause is \
            proven where its change alone makes the trouble go away. The run itself is not \
            touched; diagnosis.json is written beside it.

            Of a run that Ballast did not make only its log is left: TensorBoard event files, \
            the CSV files of Lightning, Keras, timm, Ultralytics and W&B, trainer_state.json, \
            mlruns, JSON lines, tables and plain text, also compressed. Such a log is judged as \
            it is, and nothing in it is called proven. Several runs are compared.
            """)

    @Argument(
        help: ArgumentHelp("Run directories, logs, or folders of them.", valueName: "path"))
    var paths: [String]

    @OptionGroup var records: RecordOptions

    @Option(
        help: ArgumentHelp(
            "What all re-runs may take: 500steps, 90s, 10m. (default: three times the run's own "
                + "steps, at most 10 minutes)", valueName: "amount"))
    var budget: EffortBudget.Limit?

    @Flag(help: "Judge by the record alone; re-run nothing.")
    var noReplay = false

    @Flag(help: "Train the repaired run too, beside the diagnosed one, and compare.")
    var apply = false

    @Option(
        help: ArgumentHelp(
            "Where --apply writes the repaired run. (default: RUN-repaired)", valueName: "dir"))
    var out: String?

    @Flag(help: "Exit with 4 where some cause is at least possible.")
    var failOnFinding = false

    @Option(help: "How the result is written to standard output.")
    var format = OutputFormat.text

    @Flag(help: "No progress on standard error.")
    var quiet = false

    func run() throws {
        StopSignal.install()
        if paths.count == 1, let path = paths.first, try isReplayable(path) {
            return try diagnoseRun(path)
        }
        try LogDiagnosis(
            records.runs(at: paths), format: format, failsOnFinding: failOnFinding
        ).run()
    }

    /// Whether Ballast itself made the run, so that it can make its steps again.
    private func isReplayable(_ path: String) throws -> Bool {
        guard RecordedRun.isRunDirectory(path),
            try RunDirectory(opening: path).manifest().recorder == nil
        else {
            guard !apply, budget == nil else {
                throw ValidationError("--apply and --budget are for one run that Ballast made")
            }
            return false
        }
        guard !records.isGiven else {
            throw ValidationError("--map and --classes are for the logs of others")
        }
        return true
    }

    private func diagnoseRun(_ path: String) throws {
        var examination = try RunExamination(
            path, now: Clock.now, makeBackend: Backends.make(threads:))
        examination.usesReplays = !noReplay
        let record = try examination.record()
        examination.budget = replayBudget(record)
        let reporter = DiagnosisReporter(isQuiet: quiet)
        let diagnosis = try examination.diagnose(
            progress: reporter.show, shouldStop: { StopSignal.hasArrived })
        reporter.end()
        guard !StopSignal.hasArrived else { throw ExitCode(130) }
        let repair = apply ? try repaired(path, diagnosis, record) : nil
        switch format {
        case .json: try Console.output(json: DiagnosisAnswer(diagnosis, repair))
        case .text:
            let text = DiagnosisText(diagnosis, of: record, .detected(fileDescriptor: 1)).text
            Console.output(text + (repair?.text ?? ""))
        }
        if failOnFinding, diagnosis.health == .unhealthy { throw ExitCode(4) }
    }

    private func replayBudget(_ record: RunRecord) -> ReplayBudget? {
        guard let budget else { return nil }
        let usual = ReplayBudget.usual(runSteps: record.plannedSteps ?? record.lastStep)
        return switch budget {
        case .steps(let steps): ReplayBudget(steps: steps, seconds: usual.seconds)
        case .seconds(let seconds): ReplayBudget(steps: .max / 4, seconds: seconds)
        case .none: ReplayBudget(steps: .max / 4, seconds: .infinity)
        }
    }

    /// Trains the run again with the remedies of what is proven; nil where there is none.
    private func repaired(
        _ path: String, _ diagnosis: Diagnosis, _ record: RunRecord
    ) throws -> RepairAnswer? {
        let change = diagnosis.repair
        guard !change.isEmpty, let base = record.configuration else {
            Console.error("There is no change of the configuration to apply.\n")
            return nil
        }
        var configuration = try change.applied(to: base)
        configuration.out = out ?? "\(path)-repaired"
        let target = configuration.out ?? ""
        try RunDirectory.refuseExisting(target)
        let reporter = RunReporter(
            style: .detected(fileDescriptor: 2), isQuiet: quiet, path: target)
        let run = try TrainingRun(
            configuration, at: target, machine: MachineSummary.current(), now: Clock.now,
            makeBackend: Backends.make(threads:), observer: reporter.observe)
        reporter.begin(run.loop)
        let outcome = try run.run { StopSignal.hasArrived }
        reporter.end()
        if outcome == .interrupted { throw ExitCode(130) }
        let after = try RunExamination(
            target, now: Clock.now, makeBackend: Backends.make(threads:)
        ).record()
        return RepairAnswer(
            run: target, change: change, before: CourseSummary(record),
            after: CourseSummary(after))
    }
}
