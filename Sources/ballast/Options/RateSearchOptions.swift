import ArgumentParser
import Ballast

extension RangeTest.Sweep: ExpressibleByArgument {}

extension EffortBudget.Limit: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(argument)
    }
}

/// How `find-lr` searches.
struct RateSearchOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The first rate of the range test.", valueName: "rate"))
    var from = RangeTest().from

    @Option(help: ArgumentHelp("Its last rate.", valueName: "rate"))
    var to = RangeTest().to

    @Option(help: ArgumentHelp("Its iterations.", valueName: "number"))
    var points = RangeTest().points

    @Option(help: "How the rate rises in it.")
    var sweep = RangeTest().sweep

    @Option(
        help: ArgumentHelp(
            "The weight of the past in its averaged loss, from 0 to below 1.", valueName: "x"))
    var smoothing = RangeTest().smoothing

    @Flag(
        name: .customLong("validate"),
        help: "Evaluate the validation data after every iteration of it.")
    var validates = false

    @Option(
        help: ArgumentHelp(
            "Trainings per rate, each with other weights and another order.", valueName: "number"))
    var seeds = LearningRateFinder().seedCount

    @Option(
        help: ArgumentHelp(
            "Further trainings that the highest stable rate has to bear.", valueName: "number"))
    var confirm = LearningRateFinder().confirmationCount

    @Option(
        help: ArgumentHelp(
            "Steps at a constant rate that decide whether it is stable.", valueName: "steps"))
    var horizon = LearningRateFinder().horizon

    @Option(
        help: ArgumentHelp(
            "When to end with what is known: 90s, 5m, 2000steps or none.", valueName: "limit"))
    var budget = EffortBudget.Limit.seconds(300)

    func check() throws {
        guard from > 0, to > from, to.isFinite else {
            throw ValidationError("--from, --to: give two numbers above 0, the lower one first")
        }
        guard points >= 2 else { throw ValidationError("--points: give 2 or more") }
        guard smoothing >= 0, smoothing < 1 else {
            throw ValidationError("--smoothing: give a number from 0 to below 1")
        }
        guard seeds >= 1 else { throw ValidationError("--seeds: give 1 or more") }
        guard confirm >= 0 else { throw ValidationError("--confirm: give 0 or more") }
        guard horizon >= 16 else { throw ValidationError("--horizon: give 16 or more") }
    }

    var finder: LearningRateFinder {
        var finder = LearningRateFinder()
        finder.rangeTest.from = from
        finder.rangeTest.to = to
        finder.rangeTest.points = points
        finder.rangeTest.sweep = sweep
        finder.rangeTest.smoothing = smoothing
        finder.rangeTest.validates = validates
        finder.seedCount = seeds
        finder.confirmationCount = confirm
        finder.horizon = horizon
        return finder
    }
}
