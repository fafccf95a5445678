import ArgumentParser
import Ballast

struct DiagnoseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagnose",
        abstract: "Find out why a training went wrong, and prove it.",
        discussion: """
            Example: ballast diagnose runs/mine

            Reads the run's record, measures what it does not say, and then repeats the steps \
            around the trouble from a checkpoint with one thing changed at a time. A cause is \
            proven where its change alone makes the trouble go away. The run itself is not \
            touched; diagnosis.json is written beside it.
            """)

    @Argument(help: ArgumentHelp("A run directory.", valueName: "run"))
    var path: String

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
        let examination = RunExamination(
            path, budget: budget, replays: !noReplay,
            progress: DiagnosisReporter(isQuiet: quiet).show)
        let diagnosis = try examination.diagnose()
        guard !StopSignal.hasArrived else { throw ExitCode(130) }
        let repair = apply ? try repaired(diagnosis) : nil
        switch format {
        case .json: try Console.output(json: DiagnosisAnswer(diagnosis, repair))
        case .text:
            let text = DiagnosisText(diagnosis, .detected(fileDescriptor: 1)).text
            Console.output(text + (repair?.text ?? ""))
        }
        if failOnFinding, diagnosis.health == .unhealthy { throw ExitCode(4) }
    }
}
