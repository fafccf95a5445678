import ArgumentParser
import Ballast

struct RaiseLRCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "raise-lr",
        abstract: "Find what lets a training bear a higher rate and makes it faster.",
        discussion: """
            Example: ballast raise-lr --model cnn:depth=8 --pixels bytes --write fast.yaml

            It takes the options of `ballast train`, or the configuration of a run: `ballast \
            raise-lr --run runs/mine`, which is only read. Each remedy (warm-up, momentum, Adam, \
            normalization, initialization, clipping and others) is tried on this model and data, \
            the better half goes on with longer trainings and more seeds, and the best are \
            combined. They are ranked by the time to the validation loss that the baseline ends \
            with at its best stable rate. The file of --write is one for `ballast train --config`. \
            Documentation/LearningRate.md says what is measured. `ballast report` shows the answer \
            of --format json where it lies in the run directory as raise-lr.json.
            """)

    @OptionGroup(title: "Race") var race: RaceOptions
    @OptionGroup var options: RunOptions

    @OptionGroup var origin: OriginOptions

    @Option(help: ArgumentHelp("Write the best configuration as YAML, too.", valueName: "file"))
    var write: String?

    @Option(
        help: ArgumentHelp(
            "Write the trainings and the table as a page of HTML, too.", valueName: "file"))
    var report: String?

    @Option(help: "How the result is written to standard output.")
    var format = OutputFormat.text

    @Flag(help: "No progress on standard error.")
    var quiet = false

    func validate() throws {
        try race.check()
    }

    func run() throws {
        let changes = try options.changes()
        try origin.refuseOptions(beside: changes)
        StopSignal.install()
        let budget = EffortBudget(
            race.budget, now: Clock.now, shouldStop: { StopSignal.hasArrived })
        var raiser = try makeRaiser(changes)
        raiser.horizon = race.horizon
        raiser.only = race.only.isEmpty ? nil : race.only
        let reporter = RaiseLRReporter(budget, isQuiet: quiet)
        reporter.begin(raiser)
        let found = try raiser.raise(
            spending: budget, now: Clock.now, processorTime: Clock.processorTime,
            makeBackend: Backends.make(threads:), observe: reporter.observe)
        let better = try raiser.configuration(of: found)
        let yaml = try ConfigurationFile.text(better)
        if let write { try AtomicFile.write(write, Array(yaml.utf8)) }
        let answer = RaiseLRAnswer(found, better, budget)
        if let report {
            let ranking = try RemedyRanking(json: JSONCoding.encode(answer), at: "raise-lr")
            try AtomicFile.write(report, Array(RatePage(ranking).html.utf8))
        }
        switch format {
        case .json: try Console.output(json: answer)
        case .text:
            let text = RaiseLRText(found, .detected(fileDescriptor: 1), budget: budget)
            Console.output(text.text + ending(yaml))
        }
        if StopSignal.hasArrived { throw ExitCode(130) }
    }

    private func ending(_ yaml: String) -> String {
        guard let write else {
            return "\nThe configuration, for `ballast train --config FILE`:\n\n\(yaml)"
        }
        return "\nballast train --config \(write)\n"
    }

    private func makeRaiser(_ changes: ConfigurationChanges) throws -> RateRaiser {
        if let run = origin.run {
            return try RateRaiser(run: run, threads: options.machine.threads)
        }
        return try RateRaiser(origin.configuration(changes))
    }
}
