import Ballast

/// The answer of `ballast find-lr` for a person: the rates, a chart, and what they rest on.
struct FindLRText {
    private let finding: LearningRateFinding
    private let chart: RateTestChart
    private let style: TerminalStyle
    private let width: Int

    init(_ finding: LearningRateFinding, _ chart: RateTestChart, _ style: TerminalStyle) {
        self.finding = finding
        self.chart = chart
        self.style = style
        width = style.textWidth
    }

    var text: String {
        [
            Paragraph.heading(headline, style: style) + Paragraph.text(reason, width: width),
            finding.range.points.isEmpty
                ? ""
                : chart.terminal(width: width).text(style: style),
            table.text(style: style),
            trials.text(style: style),
            finding.notes.map { Paragraph.text("note: \($0)", width: width) }.joined(),
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var headline: String {
        finding.suggestion.map { "Suggestion: --lr \(NumberText.short($0.learningRate))" }
            ?? "No learning rate can be suggested"
    }

    private var reason: String {
        guard let suggestion = finding.suggestion else {
            guard !finding.interval.trials.isEmpty else {
                return "No trial of a rate came to an end; the notes say why."
            }
            return "No rate that was tried was stable with every seed. Unless the budget was too "
                + "short, look at the data and the initialization first: they may be at fault "
                + "rather than the rate."
        }
        let share = finding.interval.stable.map { suggestion.learningRate / $0 }
        let part = share.map { "\(NumberText.short($0)) of the highest stable rate" } ?? ""
        switch suggestion.basis {
        case .trials:
            return "That is \(part). Of the rates with at least a factor of two below it, the loss "
                + "fell furthest here, to \(NumberText.short(suggestion.endLoss ?? .nan)) within "
                + "the trials. The factor is for what the trials cannot see: other seeds, and "
                + "weights that grow sharper in a longer training."
        case .stableRate:
            return "That is \(part); the budget did not allow to try it."
        case .sharpness:
            return "It rests on the limit by the sharpness. No rate was found stable within the "
                + "budget, so it is not verified."
        case .rangeTest:
            return "It rests on the range test. No rate was found stable within the budget, so it "
                + "is not verified."
        }
    }

    private var table: TextTable {
        var table = TextTable([.init("what"), .init("rate", .trailing), .init("from")])
        let number = { (value: Double?) in value.map(NumberText.short) ?? "-" }
        let (interval, range) = (finding.interval, finding.range)
        table.append(["highest stable rate", number(interval.stable), "every seed was stable"])
        table.append(["lowest unstable rate", number(interval.unstable), "a seed was not"])
        for (name, sharpness) in [
            ("limit at the start", finding.startSharpness),
            ("limit after warm steps", finding.sharpness),
        ] {
            guard let sharpness else { continue }
            table.append([
                name, number(sharpness.limit),
                "sharpness \(number(sharpness.eigenvalue.value))"
                    + (sharpness.isPreconditioned ? ", preconditioned" : ""),
            ])
        }
        table.append(["lowest loss", number(range.lowestLossRate), "range test"])
        table.append(["steepest fall", number(range.steepestRate), "range test"])
        table.append([
            "divergence", number(range.divergenceRate), "range test, lowest of the seeds",
        ])
        return table
    }

    /// One row a rate, from the lowest.
    private var trials: TextTable {
        var table = TextTable([
            .init("rate", .trailing), .init("outcome"), .init("seeds", .trailing),
            .init("loss at start", .trailing), .init("at end", .trailing),
        ])
        let all = finding.interval.trials + finding.candidates
        for (rate, trials) in Dictionary(grouping: all, by: \.learningRate).sorted(by: {
            $0.key < $1.key
        }) {
            let worst = trials.first { $0.verdict != .stable }
            let mean = { (values: [Double]) in
                NumberText.short(values.reduce(0, +) / Double(values.count))
            }
            table.append([
                NumberText.short(rate), FindLRWords.text(worst?.verdict ?? .stable),
                "\(trials.count)", mean(trials.map(\.startLoss)),
                worst.map { NumberText.short($0.endLoss) } ?? mean(trials.map(\.endLoss)),
            ])
        }
        return table
    }
}
