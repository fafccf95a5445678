import ArgumentParser
import Ballast

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show a training that goes wrong, and what is behind it.",
        discussion: """
            validation-spike trains GoogLeNet twice, at a low and at a high learning rate. At the \
            high one the validation loss shoots up while the training loss stays calm. Beside it \
            you see what the same weights score with other batch-norm statistics. It takes about \
            two minutes on two cores and writes both runs into a directory.

            Example: ballast demo validation-spike --high-rate 0.2 --seed 1
            """)

    @Argument(help: "The story to show.")
    var name = DemoCase.validationSpike

    @Flag(help: "The whole GoogLeNet on images of 64×64 rather than its small form on 32×32.")
    var full = false

    @Option(help: ArgumentHelp("What to train on, as in `ballast train`.", valueName: "spec"))
    var data = ValidationSpikeRecipe().data

    @Option(help: ArgumentHelp("The learning rate of the first run.", valueName: "rate"))
    var lowRate = ValidationSpikeRecipe().lowRate

    @Option(help: ArgumentHelp("The learning rate of the second run.", valueName: "rate"))
    var highRate = ValidationSpikeRecipe().highRate

    @Option(help: ArgumentHelp("Iterations of each run.", valueName: "number"))
    var steps = ValidationSpikeRecipe().steps

    @Option(help: ArgumentHelp("Decides every random number.", valueName: "number"))
    var seed = ValidationSpikeRecipe().seed

    @Option(help: ArgumentHelp("(default: all cores)", valueName: "number"))
    var threads: Int?

    @Option(
        help: ArgumentHelp(
            "Where the runs are written. (default: runs/DATE-demo-validation-spike)",
            valueName: "dir"))
    var out: String?

    @Option(help: "How the result is written to standard output.")
    var format = OutputFormat.text

    @Flag(help: "No progress on standard error.")
    var quiet = false

    func validate() throws {
        guard steps >= 1 else { throw ValidationError("--steps: give 1 or more") }
        for (rate, option) in [(lowRate, "--low-rate"), (highRate, "--high-rate")] {
            guard rate > 0, rate.isFinite else {
                throw ValidationError("\(option): give a number above 0, such as 0.1")
            }
        }
    }

    func run() throws {
        switch name {
        case .validationSpike: try showValidationSpike()
        }
    }

    private func showValidationSpike() throws {
        StopSignal.install()
        let experiment = ValidationSpikeExperiment(
            recipe, at: out ?? RunName.unused(model: "demo-validation-spike"),
            machine: .current(), now: Clock.now, makeBackend: Backends.make(threads:))
        let reporter = DemoProgress(total: 2 * steps, isQuiet: quiet)
        reporter.begin(recipe)
        let outcome = try experiment.run(
            shouldStop: { StopSignal.hasArrived }, progress: reporter.show)
        reporter.end()
        guard !StopSignal.hasArrived else { throw ExitCode(130) }
        switch format {
        case .text:
            Console.output(DemoValidationSpikeText(outcome, .detected(fileDescriptor: 1)).text)
        case .json:
            try Console.output(json: DemoValidationSpikeResult(outcome))
        }
    }

    private var recipe: ValidationSpikeRecipe {
        var recipe = full ? ValidationSpikeRecipe.full : ValidationSpikeRecipe()
        recipe.data = data
        recipe.lowRate = lowRate
        recipe.highRate = highRate
        recipe.steps = steps
        recipe.seed = seed
        recipe.threads = threads
        return recipe
    }
}
