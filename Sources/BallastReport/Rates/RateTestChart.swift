/// The chart of a range test: loss against rate, with the interval in which a training ceases to be
/// stable, the limits and the suggestion.
public struct RateTestChart: Sendable {
    private let test: RateTest

    public init(_ test: RateTest) {
        self.test = test
    }

    private var title: String {
        let subject = [test.model, test.data].compactMap { $0 }.joined(separator: " on ")
        return "Loss against learning rate" + (subject.isEmpty ? "" : ": \(subject)")
    }

    /// Vertical lines with words and rates.
    private var marks: [LineChart.Mark] {
        let all: [(Double?, String, Int)] = [
            (test.suggestion, "suggestion", 2), (test.stable, "highest stable", 0),
            (test.unstable, "unstable", 1),
            (test.sharpnessLimitAtStart, "sharpness limit at the start", 3),
            (test.sharpnessLimit, "sharpness limit after warm steps", 4),
        ]
        return all.compactMap { rate, words, color in
            guard let rate, rate.isFinite else { return nil }
            return LineChart.Mark(rate, label: "\(words) \(NumberText.short(rate))", color: color)
        }
    }

    private var bands: [LineChart.Band] {
        guard let unstable = test.unstable, unstable.isFinite else { return [] }
        var bands: [LineChart.Band] = []
        if unstable < highest {
            bands.append(.init(unstable...highest, label: "unstable rates"))
        }
        if let stable = test.stable, stable > 0, stable < unstable {
            bands.append(
                .init(
                    stable...unstable,
                    label: "between them a training ceases to be stable: "
                        + "\(NumberText.short(stable)) to \(NumberText.short(unstable))",
                    color: 0))
        }
        return bands
    }

    /// The highest rate of all curves.
    private var highest: Double {
        test.rangeCurves.flatMap(\.points).map(\.learningRate).filter(\.isFinite).max() ?? 0
    }

    /// Losses above it are cut, so that a divergence leaves room for what was before it.
    private var ceiling: Double {
        2 * max(test.guessingLoss, test.rangeTest.first?.loss ?? 0)
    }

    public var chart: LineChart {
        let faint = test.rangeCurves.map { curve in
            LineChart.Series(
                name: "seed \(curve.seed)", points: curve.points.map { ($0.learningRate, $0.loss) },
                color: 0, isFaint: true)
        }
        let seeds = test.rangeCurves.count
        let mean = LineChart.Series(
            name: seeds == 1 ? "averaged loss" : "averaged loss, mean of \(seeds) seeds",
            points: test.rangeTest.map { ($0.learningRate, $0.smoothedLoss) }, color: 0)
        return LineChart(
            title: title, summary: summary,
            horizontal: .init("learning rate", isLogarithmic: true),
            vertical: .init("loss", isLogarithmic: true, ceiling: ceiling),
            series: faint + [mean]
                + (validation.isEmpty
                    ? [] : [.init(name: "validation loss", points: validation, color: 1)]),
            marks: marks, bands: bands,
            levels: [.init(test.guessingLoss, label: Self.guessing)], identifier: "find-lr")
    }

    /// The same for a terminal.
    public func terminal(width: Int) -> TerminalChart {
        let cut = { (points: [(x: Double, y: Double)]) in
            points.map { (x: $0.x, y: $0.y > ceiling ? .infinity : $0.y) }
        }
        let mean = test.rangeTest.map { (x: $0.learningRate, y: $0.smoothedLoss) }
        var series = [
            TerminalChart.Series(name: "averaged loss", points: cut(mean), color: .cyan)
        ]
        if !validation.isEmpty {
            series.append(.init(name: "validation loss", points: cut(validation), color: .yellow))
        }
        return TerminalChart(
            title: title, series: series,
            reference: .init(test.guessingLoss, label: Self.guessing), isLogarithmic: true,
            width: width, height: 16, horizontalLabel: "learning rate",
            isHorizontalLogarithmic: true,
            marks: marks.sorted { $0.x < $1.x }.map { .init($0.x, label: $0.label) })
    }

    private static let guessing = "guessing"

    /// The mean loss of validation; empty where it was not asked for.
    private var validation: [(x: Double, y: Double)] {
        test.rangeTest.compactMap { point in
            point.validationLoss.map { (x: point.learningRate, y: $0) }
        }
    }

    private var summary: String {
        let first = test.rangeTest.first?.learningRate ?? .nan
        let marks = marks.map(\.label).joined(separator: ", ")
        return "The training loss while the learning rate rises from \(NumberText.short(first)). "
            + (marks.isEmpty ? "" : "Marked: \(marks).")
    }
}
