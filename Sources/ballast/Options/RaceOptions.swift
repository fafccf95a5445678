import ArgumentParser
import Ballast

/// How `raise-lr` races.
struct RaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "When to end with what is known: 90s, 10m, 20000steps or none. With steps the answer "
                + "is always the same.",
            valueName: "limit"))
    var budget = EffortBudget.Limit.seconds(600)

    @Option(
        help: ArgumentHelp(
            "Steps of a whole training, of which the last sets the target; fewer where the budget "
                + "needs it.",
            valueName: "steps"))
    var horizon = 400

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Try these remedies alone, such as warmup adam batch-norm. (default: all)",
            valueName: "names"))
    var only: [String] = []

    func check() throws {
        guard horizon >= RacePlan.fewestSteps else {
            throw ValidationError("--horizon: give \(RacePlan.fewestSteps) or more")
        }
    }
}
