import ArgumentParser
import Ballast

struct FindLRCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find-lr",
        abstract: "Find the highest stable learning rate and suggest one to train at.",
        discussion: """
            Example: ballast find-lr --data fashion-mnist --model lenet5 --svg rates.svg

            It takes the options of `ballast train`, or a run: `ballast find-lr --run runs/mine`, \
            of which nothing is changed. A range test sweeps the rate upward until the loss \
            diverges; the sharpness of the loss gives the limit of a quadratic model; then short \
            trainings at constant rates close in on the highest rate that is stable for every \
            seed. Documentation/LearningRate.md says what stable means. Ctrl-C ends it with what \
            is known by then. `ballast report` shows the answer of --format json where it lies in \
            the run directory as find-lr.json.
            """)

    @OptionGroup(title: "Search") var search: RateSearchOptions
    @OptionGroup var options: RunOptions

    @OptionGroup var origin: OriginOptions

    @Option(
        help: ArgumentHelp(
            "Of --run: latest, best (the lowest validation loss) or a step.", valueName: "which"))
    var checkpoint = CheckpointChoice.latest

    @Option(help: ArgumentHelp("Write the chart as a picture, too.", valueName: "file"))
    var svg: String?

    @Option(
        help: ArgumentHelp(
            "Write the chart and the tables as a page of HTML, too.", valueName: "file"))
    var report: String?

    @Option(help: "How the result is written to standard output.")
    var format = OutputFormat.text

    @Flag(help: "No progress on standard error.")
    var quiet = false

    func validate() throws {
        try search.check()
    }

    func run() throws {
        let changes = try options.changes()
        try origin.refuseOptions(beside: changes)
        StopSignal.install()
        let budget = EffortBudget(
            search.budget, now: Clock.now, shouldStop: { StopSignal.hasArrived })
        let training = try makeTraining(changes)
        let finder = search.finder
        let reporter = FindLRReporter(
            finder, style: .detected(fileDescriptor: 2), isQuiet: quiet)
        reporter.begin(training)
        let finding = try finder.find(training, spending: budget, observe: reporter.observe)
        reporter.end()
        let answer = FindLRAnswer(finding, training)
        let test = try RateTest(json: JSONCoding.encode(answer), at: "find-lr")
        let chart = RateTestChart(test)
        if let svg { try AtomicFile.write(svg, Array(chart.chart.svg.utf8)) }
        if let report { try AtomicFile.write(report, Array(RatePage(test).html.utf8)) }
        switch format {
        case .json: try Console.output(json: answer)
        case .text:
            Console.output(FindLRText(finding, chart, .detected(fileDescriptor: 1)).text)
        }
        if StopSignal.hasArrived { throw ExitCode(130) }
    }

    private func makeTraining(_ changes: ConfigurationChanges) throws -> TrialTraining {
        if let run = origin.run {
            return try TrialTraining(
                run: run, checkpoint: checkpoint, threads: options.machine.threads,
                makeBackend: Backends.make(threads:))
        }
        return try TrialTraining(
            origin.configuration(changes), makeBackend: Backends.make(threads:))
    }
}
