/// What each remedy does to the learning rate, in a report: the answer in words, the trainings over
/// each other, and the table.
struct RemedyReport {
    private let ranking: RemedyRanking
    /// As many lines as can be told apart, the baseline's among them.
    private static let mostLines = 6

    init(_ ranking: RemedyRanking) {
        self.ranking = ranking
    }

    var headline: String {
        guard let best = ranking.best else {
            return ranking.isComplete
                ? "Nothing is faster than the baseline"
                : "The race ended before anything faster than the baseline was found"
        }
        return "Best: \(best.name)"
    }

    var html: HTMLText {
        [
            "<p>\(reason)</p>", chart.map { ReportFigure($0).html } ?? "",
            table("Remedies, the best first", [ranking.baseline] + ranking.remedies),
            table("Combinations", ranking.combinations), ReportAnswer.list(ranking.notes),
        ].joined()
    }

    private var reason: String {
        guard let best = ranking.best else { return headline + "." }
        var text = "\(best.name)"
        if let rate = best.learningRate { text += " at a rate of \(NumberText.short(rate))" }
        if let steps = best.stepsToTarget, let usual = ranking.baseline.stepsToTarget,
            let target = ranking.target
        {
            text +=
                " reaches the validation loss that the baseline ends with, "
                + "\(NumberText.short(target)), after \(steps) steps instead of \(usual)"
        } else {
            text += " does best"
        }
        if let factor = best.factor {
            text += "; its highest stable rate is \(NumberText.short(factor)) times the baseline's"
        }
        return text + "."
    }

    private func table(_ caption: String, _ rows: [RemedyRanking.Row]) -> HTMLText {
        ReportTable(
            caption,
            columns: [
                "Remedy", "Highest stable rate", "Times the baseline's", "Trained at",
                "Steps to the target", "Final loss", "Seeds",
            ],
            rows: rows.map { row in
                let number = { (value: Double?) in
                    "\(value.map(NumberText.short) ?? "–")" as HTMLText
                }
                return [
                    "\(row.name)", number(row.highestStableRate), number(row.factor),
                    number(row.learningRate), steps(row), number(row.finalValidationLoss),
                    "\(row.seeds.isEmpty ? "–" : "\(row.seeds.count)")",
                ]
            }
        ).html
    }

    /// The steps with a bar of their part of the baseline's, or why there are none.
    private func steps(_ row: RemedyRanking.Row) -> HTMLText {
        guard let steps = row.stepsToTarget else {
            return switch row.outcome {
            case "unstable": "no stable rate"
            case "impossible": "\(row.fault ?? "impossible")"
            case "undetermined": "undetermined"
            default: ranking.target == nil ? "–" : "not reached"
            }
        }
        guard let share = row.stepShare, share.isFinite else { return "\(steps)" }
        let width = Int((min(1, max(0, share)) * 100).rounded())
        return "\(steps)<span class=\"bar\"><i style=\"width:\(width)%\"></i></span>"
    }

    private var chart: LineChart? {
        let best = ranking.best.map { [$0] } ?? []
        let others = ranking.remedies.filter { $0.remedies != ranking.best?.remedies }
        let rows = ([ranking.baseline] + best + others).filter { !$0.courses.isEmpty }
            .prefix(Self.mostLines)
        guard !rows.isEmpty else { return nil }
        let series = rows.map { row in
            let color = row.remedies.isEmpty ? 5 : row.remedies == ranking.best?.remedies ? 2 : nil
            return LineChart.Series(name: row.name, points: Self.course(row), color: color)
        }
        var colors = [0, 1, 3, 4].makeIterator()
        let colored = series.map { one in
            var one = one
            if one.color == nil { one.color = colors.next() }
            return one
        }
        return LineChart(
            title: "Validation loss at the best stable rate of each", summary: summary(rows),
            horizontal: .init("step"), vertical: .init("validation loss", isLogarithmic: true),
            series: colored,
            levels: ranking.target.map { [.init($0, label: "target")] } ?? [],
            identifier: "raise-lr")
    }

    private func summary(_ rows: ArraySlice<RemedyRanking.Row>) -> String {
        let ends = rows.compactMap { row in
            row.finalValidationLoss.map { "\(row.name) \(NumberText.short($0))" }
        }
        return "The mean over the seeds of the validation loss, for the baseline and the best "
            + "remedies, each at the best of its stable rates. They end at: "
            + ends.joined(separator: ", ") + "."
    }

    /// The mean of the seeds at the steps that all of them have.
    private static func course(_ row: RemedyRanking.Row) -> [(x: Double, y: Double)] {
        let length = row.courses.map { $0.validations.count }.min() ?? 0
        return (0..<length).map { index in
            let points = row.courses.map { $0.validations[index] }
            return (
                Double(points[0].step), points.map(\.loss).reduce(0, +) / Double(points.count)
            )
        }
    }
}
