import Ballast

extension DemoText {
    /// What to type to go on from here: commands that work in the directory the demonstration was
    /// started in.
    static func nextSteps(_ outcome: DemoOutcome, width: Int) -> String {
        steps(outcome).map { step in
            Paragraph.text(step.purpose, width: width)
                + step.commands
                .map { Paragraph.command($0, width: width) }.joined()
        }.joined(separator: "\n")
    }

    private struct Step {
        let purpose: String
        let commands: [String]

        init(_ purpose: String, _ commands: String...) {
            self.purpose = purpose
            self.commands = commands
        }
    }

    private static func steps(_ outcome: DemoOutcome) -> [Step] {
        let broken = ShellWord.quoted(outcome.before.path)
        return [page(outcome), again(outcome, broken)]
            + (outcome.after.map { [weights($0)] } ?? [])
            + [
                higherRate(outcome.before, broken),
                border(outcome.after?.path ?? outcome.before.path),
                own(outcome),
            ]
    }

    private static func page(_ outcome: DemoOutcome) -> Step {
        Step(
            "A page with the curves, the re-runs and the proof lies beside the broken run, to be "
                + "opened in a browser:",
            ShellWord.quoted(RunPage.path(of: outcome.before.path)))
    }

    /// The diagnosis, with the effort that it had here: without a cause, with more.
    private static func again(_ outcome: DemoOutcome, _ broken: String) -> Step {
        let recipe = outcome.recipe
        guard outcome.diagnosis.health != .healthy else {
            let model = recipe.broken.model
            let choice = model == "googlenet" ? "--full" : "--model \(model)"
            return Step(
                "The diagnosis finds no fault in this run; whether one shows is partly chance. "
                    + "With seed 0 one does:",
                "ballast demo \(recipe.name.rawValue) \(choice)",
                "ballast diagnose \(broken)")
        }
        guard outcome.diagnosis.leadingCause != nil else {
            return Step(
                "Nothing explained the run within the budget. With a larger one more is re-run:",
                "ballast diagnose \(broken) --budget 30m")
        }
        let planned = outcome.before.record.plannedSteps ?? outcome.before.record.lastStep
        let budget = recipe.replayRuns == 3 ? "" : " --budget \(planned * recipe.replayRuns)steps"
        return Step(
            "The broken run is an ordinary run. Diagnose it again, or by its record alone; the "
                + "diagnosis also stands in its diagnosis.json:",
            "ballast diagnose \(broken)\(budget)", "ballast diagnose \(broken) --no-replay")
    }

    private static func weights(_ run: DemoOutcome.Run) -> Step {
        Step(
            "What the repaired run is worth on images that nobody trained or validated with:",
            "ballast evaluate \(ShellWord.quoted(run.path))")
    }

    /// The race of the remedies, with the time that this machine needs for it.
    private static func higherRate(_ run: DemoOutcome.Run, _ broken: String) -> Step {
        let usual = 10
        let remedies = RateRemedy.all(batchSize: 1, warmup: 1).count
        let minutes = RateRaiser.shortestMinutes(
            remedies: remedies, secondsPerStep: run.secondsPerStep)
        let budget = minutes > usual ? " --budget \(minutes)m" : ""
        return Step(
            "Push the rate up: try every remedy on this model and data, and train with the best "
                + "(\(max(usual, minutes)) minutes; --budget sets another time, --only names some "
                + "remedies):",
            "ballast raise-lr --run \(broken)\(budget) --write faster.yaml",
            "ballast train --config faster.yaml")
    }

    private static func border(_ path: String) -> Step {
        Step(
            "Only the highest stable rate, from the first weights on (5 minutes at most):",
            "ballast find-lr --run \(ShellWord.quoted(path)) --checkpoint 0")
    }

    private static func own(_ outcome: DemoOutcome) -> Step {
        let change = outcome.diagnosis.repair
        let repair = change.isEmpty ? "" : " The repair of above is its `\(change)`."
        return Step(
            "A training of your own, and whether it is sound; --help lists the options.\(repair)",
            "ballast train --data shapes7 --model lenet5 --out runs/mine",
            "ballast diagnose runs/mine")
    }
}
