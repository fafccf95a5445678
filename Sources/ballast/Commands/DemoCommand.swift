import ArgumentParser
import Ballast

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show a training that goes wrong, why, and the repair.",
        discussion: """
            Each case trains a broken run, diagnoses it by re-runs and trains it again repaired:

            validation-spike    the validation loss goes to hundreds at a higher rate
            nan-after-one-step  the loss is NaN above a tiny rate
            spike-at-epoch      a spike at a later epoch, under a plateau schedule
            small-batch-norm    batch norm over very small batches
            fixed-order         data that is shuffled once and never again

            Example: ballast demo validation-spike --model resnet18-small
            """)

    @Argument(help: "The story to show.")
    var name = DemoCase.validationSpike

    @Option(
        help: ArgumentHelp(
            "validation-spike with another model: resnet18-small or lenet5.", valueName: "name"))
    var model: String?

    @Flag(help: "validation-spike with the whole GoogLeNet on images of 64×64.")
    var full = false

    @Option(help: ArgumentHelp("Decides every random number.", valueName: "number"))
    var seed: UInt64 = 0

    @Option(help: ArgumentHelp("(default: all cores; 1 for tiny models)", valueName: "number"))
    var threads: Int?

    @Option(
        help: ArgumentHelp(
            "Where the runs are written. (default: runs/DATE-demo-CASE)", valueName: "dir"))
    var out: String?

    @Option(help: "How the result is written to standard output.")
    var format = OutputFormat.text

    @Flag(help: "No progress on standard error.")
    var quiet = false

    func run() throws {
        let recipe = try DemoRecipe.recipe(
            name, model: model, isFull: full, seed: seed, threads: threads)
        StopSignal.install()
        let directory = out ?? RunName.unused(model: "demo-\(name.rawValue)")
        let experiment = DemoExperiment(
            recipe, at: directory, machine: MachineSummary.current(), now: Clock.now,
            makeBackend: Backends.make(threads:))
        let reporter = DiagnosisReporter(isQuiet: quiet)
        let outcome = try experiment.run(
            shouldStop: { StopSignal.hasArrived }, progress: reporter.show)
        reporter.end()
        guard let outcome else { throw ExitCode(130) }
        let broken = try RecordedRun(directory: outcome.before.path)
        try RunPage.write(broken, outcome.diagnosis)
        switch format {
        case .text: Console.output(DemoText(outcome, .detected(fileDescriptor: 1)).text)
        case .json: try Console.output(json: DemoAnswer(outcome))
        }
    }
}

extension DemoCase: ExpressibleByArgument {}
