import Ballast

/// Says on standard error how `raise-lr` gets on, a line for each thing that becomes known.
final class RaiseLRReporter {
    private let budget: EffortBudget
    private let isQuiet: Bool
    private let style = TerminalStyle.detected(fileDescriptor: 2)
    private var target: Double?

    init(_ budget: EffortBudget, isQuiet: Bool) {
        self.budget = budget
        self.isQuiet = isQuiet
    }

    func begin(_ raiser: RateRaiser) {
        let configuration = raiser.configuration
        say("\(configuration.model) on \(configuration.data), budget \(budget.limit)")
    }

    func observe(_ progress: RateRaisingProgress) {
        switch progress {
        case .note(let text): say("note: \(text)")
        case .baseline(let standing, let target):
            self.target = target
            say(line(standing))
        case .round(let number, let count, let entrants, let length, let seeds):
            say(
                "round \(number) of \(count): \(entrants) "
                    + "\(entrants == 1 ? "remedy" : "remedies"), \(length) steps, \(seeds) "
                    + "\(seeds == 1 ? "seed" : "seeds")")
        case .standing(let standing): say(line(standing))
        case .combination(let standing, let improves):
            say(line(standing) + (improves ? ": better" : ": no better"))
        }
    }

    private func line(_ standing: RemedyStanding) -> String {
        let rate = standing.stability?.stable.map(NumberText.short) ?? "none"
        return "\(standing.remedies.name): highest stable rate \(rate), "
            + RaiseLRWords.outcome(standing, target: target)
    }

    private func say(_ text: String) {
        guard !isQuiet else { return }
        Console.error(style.message("[\(spent)] \(text)"))
    }

    /// What is spent of the budget.
    private var spent: String {
        switch budget.limit {
        case .steps(let all): "\(budget.steps)/\(all) steps"
        case .seconds(let all): "\(Int(budget.seconds))/\(Int(all)) s"
        case .none: "\(Int(budget.seconds)) s"
        }
    }
}
