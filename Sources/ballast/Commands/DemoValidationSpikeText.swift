import Ballast

/// The answer of `ballast demo validation-spike` for a person: two charts, a table and what follows
/// from them.
struct DemoValidationSpikeText {
    private let outcome: ValidationSpikeOutcome
    private let style: TerminalStyle
    private let width: Int

    init(_ outcome: ValidationSpikeOutcome, _ style: TerminalStyle) {
        self.outcome = outcome
        self.style = style
        width = min(max(style.width, 60), 96)
    }

    var text: String {
        let story = DemoValidationSpikeStory(outcome)
        return [
            introduction,
            bothRates.text(style: style),
            fourWays.text(style: style)
                + Paragraph.text(Self.statisticsNote, width: width, indent: 2),
            style.colored("In numbers", .bold) + "\n\n" + table.text(style: style),
            style.colored("What this shows", .bold) + "\n\n"
                + story.observations.map {
                    Paragraph.text(
                        $0, width: width, indent: 2, bullet: style.usesUnicode ? "•" : "-")
                }.joined(),
            story.conclusion.map { style.colored(Paragraph.text($0, width: width), .bold) }
                .joined(),
            "Both runs are kept:\n  \(outcome.lowPath)\n  \(outcome.highPath)\n",
        ].joined(separator: "\n")
    }

    private var introduction: String {
        let recipe = outcome.recipe
        let title = "The validation loss of one model at two learning rates"
        let setting =
            "\(recipe.model) with batch norm learns the \(outcome.classes) classes of "
            + "\(recipe.data) (\(recipe.imageSize)×\(recipe.imageSize) pixels, batches of "
            + "\(recipe.batchSize), SGD with momentum 0.7 and weight decay 0.001, weights begin as "
            + "\(recipe.initialization)). It is trained twice, from the same weights and on the "
            + "same batches; only the learning rate differs. After every iteration the loss on "
            + "one fixed batch of validation images is taken, with the running statistics that "
            + "batch norm keeps for evaluation."
        return style.colored(title, .bold) + "\n\n" + Paragraph.text(setting, width: width)
    }

    private static let statisticsNote =
        "Weights and images are the same in all three validations. Batch norm normalizes by the "
        + "running statistics as usual, by those of the validation batch itself, or by running "
        + "statistics estimated anew under the weights of that iteration."

    private var bothRates: TerminalChart {
        chart(
            "1. Validation loss at both learning rates (logarithmic axis)",
            [
                .init(
                    name: "\(rateName(outcome.low))\(peak(outcome.low))",
                    values: outcome.low.validationLoss, color: .green),
                .init(
                    name: "\(rateName(outcome.high))\(peak(outcome.high))",
                    values: outcome.high.validationLoss, color: .red),
            ])
    }

    private var fourWays: TerminalChart {
        chart(
            "2. The run at \(rateName(outcome.high)): training, and validation with three kinds "
                + "of statistics",
            [
                .init(name: "training", values: outcome.high.trainLoss, color: .blue),
                .init(
                    name: "batch's own", values: outcome.high.batchStatisticsLoss, color: .yellow),
                .init(name: "re-estimated", values: outcome.high.reestimatedLoss, color: .cyan),
                .init(name: "running (usual)", values: outcome.high.validationLoss, color: .red),
            ])
    }

    private func chart(_ title: String, _ series: [TerminalChart.Series]) -> TerminalChart {
        TerminalChart(
            title: title, series: series,
            reference: .init(outcome.guessingLoss, label: "ln \(outcome.classes)"),
            isLogarithmic: true, width: width, height: 16, horizontalLabel: "iteration")
    }

    private func rateName(_ curves: ValidationSpikeCurves) -> String {
        "rate \(NumberText.short(curves.learningRate))"
    }

    /// Such as `, peak 33.8 at iteration 10`.
    private func peak(_ curves: ValidationSpikeCurves) -> String {
        ValidationSpikeSummary(curves, guessingLoss: outcome.guessingLoss).map {
            ", peak \(NumberText.short($0.peakValidationLoss)) at iteration \($0.peakStep)"
        } ?? ""
    }

    private var table: TextTable {
        let runs = [outcome.low, outcome.high]
        let summaries = runs.map {
            ValidationSpikeSummary($0, guessingLoss: outcome.guessingLoss)
        }
        var table = TextTable(
            [.init("")] + runs.map { .init(rateName($0), .trailing) })
        let number = { (value: Double?) in value.map(NumberText.short) ?? "-" }
        table.append(["highest validation loss"] + summaries.map { number($0?.peakValidationLoss) })
        table.append(["  at iteration"] + summaries.map { $0.map { "\($0.peakStep)" } ?? "-" })
        table.append(["highest training loss"] + runs.map { number($0.trainLoss.max()) })
        table.append(
            ["validation below ln \(outcome.classes) for good from"]
                + summaries.map { $0?.recoveredStep.map { "\($0)" } ?? "never" })
        table.append(["last validation loss"] + summaries.map { number($0?.finalValidationLoss) })
        table.append(["last training loss"] + runs.map { number($0.trainLoss.last) })
        return table
    }
}
