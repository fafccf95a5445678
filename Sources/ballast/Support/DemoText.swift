import Ballast

/// A demonstration for a person: the question, the broken run, its diagnosis, the repaired run.
struct DemoText {
    private let outcome: DemoOutcome
    private let style: TerminalStyle
    private let width: Int

    init(_ outcome: DemoOutcome, _ style: TerminalStyle) {
        self.outcome = outcome
        self.style = style
        width = style.textWidth
    }

    var text: String {
        [
            question, chart("1. The run that goes wrong", [.init(outcome.before, .red)]),
            style.colored("2. Its diagnosis", .bold) + "\n",
            DiagnosisText(outcome.diagnosis, of: nil, style).text, repaired, summary, runs, next,
        ].compactMap { $0 }.joined(separator: "\n")
    }

    private var question: String {
        let run = outcome.recipe.broken
        let setting =
            "\(run.model) on \(run.data), batches of \(run.batchSize), \(run.optimizer.rawValue) "
            + "at rate \(NumberText.short(run.learningRate)), momentum "
            + "\(NumberText.short(run.momentum)), weight decay "
            + "\(NumberText.short(run.weightDecay)), seed \(run.seed). Guessing costs "
            + "\(NumberText.short(outcome.guessingLoss))."
        return style.colored("“\(outcome.recipe.question)”", .bold) + "\n\n"
            + Paragraph.text(setting, width: width)
    }

    private var repaired: String? {
        guard let after = outcome.after else { return nil }
        var curves = [Curve(outcome.before, .red), Curve(after, .green)]
        curves += outcome.companions.map { Curve($0, .blue) }
        curves += outcome.references.map { Curve($0, .yellow) }
        return chart("3. The same run with the repair", curves) + "\n" + table
    }

    private struct Curve {
        let run: DemoOutcome.Run
        let color: TerminalColor

        init(_ run: DemoOutcome.Run, _ color: TerminalColor) {
            self.run = run
            self.color = color
        }
    }

    private func chart(_ title: String, _ curves: [Curve]) -> String {
        let series = curves.flatMap { curve -> [TerminalChart.Series] in
            let name = "\(name(curve.run)): "
            let points = { (channel: Channel) in
                let series = curve.run.record[channel]
                return zip(series.steps, series.values).map { (x: Double($0), y: $1) }
            }
            let validation = TerminalChart.Series(
                name: name + "validation", points: points(.validationLoss), color: curve.color)
            guard curves.count == 1 else { return [validation] }
            return [
                .init(name: name + "training", points: points(.trainLoss), color: .blue),
                validation,
            ]
        }
        let chart = TerminalChart(
            title: "loss (logarithmic axis)", series: series,
            reference: .init(
                outcome.guessingLoss, label: "ln \(outcome.before.record.classes ?? 0)"),
            isLogarithmic: true, width: width, height: 16, horizontalLabel: "step")
        return style.colored(title, .bold) + "\n\n" + chart.text(style: style)
    }

    private var table: String {
        let runs =
            [outcome.before] + [outcome.after].compactMap { $0 } + outcome.companions
            + outcome.references
        var table = TextTable([.init("")] + runs.map { .init(name($0), .trailing) })
        let row = { (title: String, value: (CourseSummary) -> Double) in
            [title] + runs.map { NumberText.short(value($0.summary)) }
        }
        table.append(row("highest validation loss", \.peakValidationLoss))
        table.append(row("last validation loss", \.finalValidationLoss))
        table.append(row("last training loss", \.finalTrainLoss))
        table.append(["all losses finite"] + runs.map { $0.summary.finite ? "yes" : "no" })
        return table.text(style: style)
    }

    private func name(_ run: DemoOutcome.Run) -> String {
        let isRepaired =
            run.path == outcome.after?.path || outcome.companions.contains { $0.path == run.path }
        let kind = isRepaired ? "repaired" : "broken"
        let rate = run.record.configuration?.learningRate ?? .nan
        return "\(kind), rate \(NumberText.short(rate))"
    }

    /// The whole story in a few sentences.
    private var summary: String {
        let before = outcome.before.summary
        var sentences = [
            before.finite
                ? "The validation loss of the broken run reached "
                    + "\(NumberText.short(before.peakValidationLoss)) and ended at "
                    + "\(NumberText.short(before.finalValidationLoss)); guessing costs "
                    + "\(NumberText.short(outcome.guessingLoss))."
                : "The broken run ended after \(outcome.before.record.lastStep) steps, because its "
                    + "numbers were no longer finite."
        ]
        let causes = outcome.diagnosis.causesToRepair
        if let leading = causes.first {
            let names = causes.map(\.cause.rawValue).joined(separator: " and ")
            sentences.append(
                (causes.count > 1 ? "The causes are " : "The cause is ")
                    + "\(leading.verdict.rawValue): \(names).")
        } else {
            sentences.append(
                outcome.diagnosis.health == .healthy
                    ? "The diagnosis finds nothing wrong with it."
                    : "Nothing that was tried explains it.")
        }
        if let after = outcome.after?.summary {
            sentences.append(
                "Trained again with \(outcome.diagnosis.repair), everything else and the seed "
                    + "alike, it reached \(NumberText.short(after.peakValidationLoss)) at most and "
                    + "ended at \(NumberText.short(after.finalValidationLoss)).")
        }
        return style.colored("4. In short", .bold) + "\n\n"
            + Paragraph.text(sentences.joined(separator: " "), width: width)
    }

    private var runs: String {
        let paths =
            [outcome.before.path] + [outcome.after?.path].compactMap { $0 }
            + (outcome.companions + outcome.references).map(\.path)
        return "The runs are kept:\n" + paths.map { "  \($0)\n" }.joined()
    }

    private var next: String {
        style.colored("5. What to type next", .bold) + "\n\n"
            + Self.nextSteps(outcome, width: width)
    }
}
