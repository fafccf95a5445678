import Ballast

/// The answer of `ballast raise-lr` for a person: what to do, and the table it rests on.
struct RaiseLRText {
    private let found: RateRaising
    private let style: TerminalStyle
    private let budget: EffortBudget
    private let width: Int

    init(_ found: RateRaising, _ style: TerminalStyle, budget: EffortBudget) {
        self.found = found
        self.style = style
        self.budget = budget
        width = style.textWidth
    }

    var text: String {
        let tables =
            found.combinations.isEmpty
            ? [table([found.baseline] + found.remedies)]
            : [table([found.baseline] + found.remedies), table(found.combinations)]
        return
            ([
                Paragraph.heading(headline, style: style) + Paragraph.text(reason, width: width)
            ] + tables.map { $0.text(style: style) } + [
                Paragraph.text(measured, width: width),
                found.notes.map { Paragraph.text("note: \($0)", width: width) }.joined(),
            ]).filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var headline: String {
        guard let best = found.best else {
            return found.isComplete
                ? "Nothing is faster than the baseline"
                : "The race ended before anything faster than the baseline was found"
        }
        return "Best: \(best.remedies.name)"
    }

    private var reason: String {
        guard let best = found.best, let rate = best.learningRate else {
            return found.isComplete
                ? "No remedy that was tried reaches the loss earlier with which the baseline ends."
                : "The rows tell how far each remedy came; the notes say why it ended."
        }
        var text = "\(best.remedies.change) --lr \(rate)."
        if let factor = found.factor(best) {
            text += " Its highest stable rate is \(NumberText.short(factor)) times the baseline's."
        }
        if let steps = found.steps(best), let usual = found.baselineSteps, let target = found.target
        {
            text +=
                " It reaches the baseline's final validation loss, "
                + "\(NumberText.short(target)), after \(steps) steps instead of \(usual)"
            if let own = found.seconds(best), let all = found.seconds(found.baseline) {
                text += ", \(NumberText.short(own)) s instead of \(NumberText.short(all)) s"
            }
            text += "."
        }
        return text
    }

    private func table(_ standings: [RemedyStanding]) -> TextTable {
        let isCombined = standings.first?.remedies.remedies.count ?? 0 > 1
        var table = TextTable([
            .init(isCombined ? "combination" : "remedy"), .init("stable rate", .trailing),
            .init("factor", .trailing), .init("rate", .trailing),
            .init("steps to target", .trailing), .init("seconds", .trailing),
            .init("final loss", .trailing), .init("after", .trailing), .init("seeds", .trailing),
        ])
        let number = { (value: Double?) in value.map(NumberText.short) ?? "-" }
        for standing in standings {
            table.append([
                standing.remedies.name, number(standing.stability?.stable),
                number(found.factor(standing)), number(standing.learningRate),
                RaiseLRWords.cell(standing, found), number(found.seconds(standing)),
                number(standing.endLoss), standing.length.map { "\($0)" } ?? "-",
                standing.courses.isEmpty ? "-" : "\(standing.courses.count)",
            ])
        }
        return table
    }

    /// What the figures rest on.
    private var measured: String {
        let (plan, count) = (found.plan, TrainingLaboratory.validationImages)
        let target = found.target.map(NumberText.short) ?? "none"
        let length = found.baseline.length ?? plan.horizon
        return "The target, \(target), is the validation loss that the baseline ends with after "
            + "\(length) steps at its best rate. Losses are plain cross-entropies of the same "
            + "validation images, \(count) at most; steps to the target, seconds and final losses "
            + "are medians over the seeds. Stable rates are those of \(plan.careful.seeds) seeds "
            + "and \(plan.careful.horizon) steps for the baseline, the last round and combinations "
            + "that improve, of \(plan.rough.seeds) seed and \(plan.rough.horizon) steps for the "
            + "others. Rates of different optimizers do not compare. \(budget.steps) steps in all."
    }
}
