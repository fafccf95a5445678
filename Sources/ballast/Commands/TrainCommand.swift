import ArgumentParser
import Ballast

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a model and write a run directory.",
        discussion: """
            Example: ballast train --data fashion-mnist --model lenet5 --lr 0.05 --momentum 0.7 \
            --schedule cosine --epochs 10

            Every option can stand in the file of --config, one a line, as a camelCase key: \
            `batchSize: 64`. The command line wins over the file, the file over the defaults. \
            run.json holds what was in effect; `--config RUN` repeats it.

            Ctrl-C ends the run after a checkpoint with exit code 130, a second one at once; \
            `ballast train --resume RUN` goes on.
            """)

    @OptionGroup var options: RunOptions

    @Option(
        help: ArgumentHelp(
            "The run directory to write. (default: runs/DATE-MODEL)", valueName: "dir"))
    var out: String?

    @Option(
        help: ArgumentHelp(
            "Go on with a run, by its own configuration.", valueName: "dir"))
    var resume: String?

    @Option(
        help: ArgumentHelp(
            "A YAML file of options, or a run to repeat.", valueName: "file"))
    var config: String?

    @Flag(help: "Print the effective configuration, as YAML or JSON, and do nothing else.")
    var printConfig = false

    @Option(help: "How the result is written to standard output.")
    var format = OutputFormat.text

    @Flag(
        help: "Draw the losses on standard error: while it trains in a terminal, else at the end.")
    var plot = false

    @Flag(help: "No progress on standard error.")
    var quiet = false

    func run() throws {
        let changes = try options.changes()
        if let resume {
            try refuseOptions(beside: changes)
            if try TrainingRun.isComplete(resume) { return try reportComplete(resume) }
        }
        let configuration = try effectiveConfiguration(changes)
        if printConfig { return try show(configuration) }
        try Backends.check(configuration.precision)
        StopSignal.install()
        let reporter = RunReporter(
            style: .detected(fileDescriptor: 2), isQuiet: quiet, path: configuration.out ?? "",
            plots: plot)
        let run = try makeRun(configuration, reporter)
        reporter.begin(run.loop)
        let outcome = try run.run { StopSignal.hasArrived }
        reporter.end()
        try conclude(outcome, reporter.summary(outcome))
    }

    private func show(_ configuration: RunConfiguration) throws {
        switch format {
        case .json: try Console.output(json: configuration)
        case .text: Console.output(exactly: try ConfigurationFile.text(configuration))
        }
    }

    /// The configuration of the run to resume, or that of defaults, file and command line.
    ///
    /// `out` is the run directory in both cases.
    private func effectiveConfiguration(
        _ changes: ConfigurationChanges
    ) throws -> RunConfiguration {
        if let resume {
            var configuration = try RunDirectory(opening: resume).manifest().configuration
            configuration.out = resume
            return configuration
        }
        let base = try config.map { try ConfigurationFile.read($0) } ?? RunConfiguration()
        var configuration = try changes.applied(to: base).validated()
        let path = out ?? configuration.out ?? RunName.unused(model: configuration.model)
        try RunDirectory.refuseExisting(path)
        configuration.out = path
        return configuration
    }

    private func makeRun(
        _ configuration: RunConfiguration, _ reporter: RunReporter
    ) throws -> TrainingRun {
        let machine = MachineSummary.current()
        let bar = WorkProgress("images decoded", isQuiet: quiet)
        defer { bar.end() }
        let progress: @Sendable (Int, Int) -> Void = { done, total in
            // No step was made yet that could be lost.
            if StopSignal.hasArrived { Failure.interruptAtOnce() }
            bar.report(done, total)
        }
        if let resume {
            return try TrainingRun(
                resuming: resume, machine: machine, progress: progress, now: Clock.now,
                makeBackend: Backends.make(threads:), observer: reporter.observe)
        }
        return try TrainingRun(
            configuration, at: configuration.out ?? "", machine: machine, progress: progress,
            now: Clock.now, makeBackend: Backends.make(threads:), observer: reporter.observe)
    }

    private func refuseOptions(beside changes: ConfigurationChanges) throws {
        var given = changes.keys.map(\.option)
        if out != nil { given.append("--out") }
        if config != nil { given.append("--config") }
        guard let first = given.first else { return }
        throw BallastError(
            .usage, "\(given.joined(separator: ", ")) cannot stand beside --resume", at: first,
            mend: "a resumed run goes on with its own configuration; leave the option away, or "
                + "start a new run with --weights")
    }

    private func reportComplete(_ path: String) throws {
        let summary = try RunSummary(completed: path)
        if format == .json { return try Console.output(json: summary) }
        Console.output("The run in \(path) is complete; there is nothing left to do.\n")
    }

    private func conclude(_ outcome: TrainingLoop.Outcome, _ summary: RunSummary) throws {
        switch format {
        case .json: try Console.output(json: summary)
        case .text: Console.output(summary.text)
        }
        switch outcome {
        case .completed: return
        case .interrupted:
            Console.error("Interrupted. Go on with: ballast train --resume \(summary.run)\n")
            throw ExitCode(130)
        case .diverged(let reason):
            Failure.report(
                BallastError(
                    .unsupported, "training ended at step \(summary.steps): \(reason)",
                    at: summary.run,
                    mend: "try a lower --lr, a --warmup or --clip-norm; the checkpoints hold the "
                        + "last sound state"))
            throw ExitCode(3)
        }
    }
}
