/// A range test in a report: the suggestion in words, the chart, and what it rests on.
struct RateTestReport {
    private let test: RateTest

    init(_ test: RateTest) {
        self.test = test
    }

    var headline: String {
        test.suggestion.map { "Train at a learning rate of \(NumberText.short($0))" }
            ?? "No learning rate can be suggested"
    }

    var html: HTMLText {
        let figure =
            test.rangeTest.isEmpty && test.rangeCurves.isEmpty
            ? "" : ReportFigure(RateTestChart(test).chart).html
        return [
            "<p>\(reason)</p>", figure, rates, trials, ReportAnswer.list(test.notes),
        ].joined()
    }

    private var reason: String {
        var text = ""
        if let suggestion = test.suggestion {
            text = "Suggested: \(NumberText.short(suggestion))"
            text += Self.bases[test.suggestionBasis ?? ""].map { ", \($0). " } ?? ". "
        }
        switch (test.stable, test.unstable) {
        case (let stable?, let unstable?):
            text +=
                "The highest rate that was stable with every seed is \(NumberText.short(stable)), "
                + "the lowest that was not \(NumberText.short(unstable))"
                + (test.intervalIsClosed ? "." : "; the search ended before they met.")
        case (let stable?, nil):
            text += "Every rate that was tried was stable, up to \(NumberText.short(stable))."
        case (nil, let unstable?):
            text += "No rate that was tried was stable, down to \(NumberText.short(unstable))."
        case (nil, nil): text += "No trial of a rate came to an end."
        }
        return text
    }

    private static let bases = [
        "trials": "which trials of all seeds at this very rate bear out",
        "stableRate": "which is half of the highest stable rate and was not tried itself",
        "sharpness": "by the sharpness of the loss alone",
        "rangeTest": "by the range test alone",
    ]

    private var rates: HTMLText {
        let rows: [(String, Double?, String)] = [
            ("Highest stable rate", test.stable, "every seed was stable"),
            ("Lowest unstable rate", test.unstable, "a seed was not"),
            ("Limit at the start", test.sharpnessLimitAtStart, "sharpness of the loss"),
            ("Limit after warm steps", test.sharpnessLimit, "sharpness of the loss"),
            ("Lowest loss", test.lowestLossRate, "range test"),
            ("Steepest fall", test.steepestRate, "range test"),
            ("Divergence", test.divergenceRate, "range test, lowest of the seeds"),
        ]
        return ReportTable(
            "Learning rates", columns: ["What", "Rate", "From"],
            rows: rows.compactMap { name, rate, source in
                rate.map { rate in
                    [
                        "\(name)", "\(rate == .infinity ? "none" : NumberText.short(rate))",
                        "\(source)",
                    ]
                }
            }
        ).html
    }

    /// One row a rate, from the lowest.
    private var trials: HTMLText {
        let groups = Dictionary(grouping: test.trials, by: \.learningRate)
            .sorted { $0.key < $1.key }
        return ReportTable(
            "Short trainings at one rate",
            columns: ["Rate", "Outcome", "Seeds", "Loss at start", "At end"],
            rows: groups.map { rate, trials in
                let worst = trials.first { $0.verdict != "stable" }
                let mean = { (values: [Double]) in
                    NumberText.short(values.reduce(0, +) / Double(values.count))
                }
                return [
                    "\(NumberText.short(rate))",
                    "\(Self.verdicts[worst?.verdict ?? "stable"] ?? worst?.verdict ?? "")",
                    "\(trials.count)", "\(mean(trials.map(\.startLoss)))",
                    "\(worst.map { NumberText.short($0.endLoss) } ?? mean(trials.map(\.endLoss)))",
                ]
            }
        ).html
    }

    private static let verdicts = [
        "stable": "stable", "nonFinite": "not finite", "diverged": "diverged",
        "raised": "ended above its start", "unrecovered": "did not recover",
        "collapsed": "collapsed to one answer",
    ]
}
