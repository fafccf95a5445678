import Ballast

/// The charts of a search: loss against rate, with the limits and the suggestion.
struct FindLRPicture {
    private let finding: LearningRateFinding
    private let training: TrialTraining

    init(_ finding: LearningRateFinding, _ training: TrialTraining) {
        self.finding = finding
        self.training = training
    }

    private var title: String {
        let configuration = training.setup.configuration
        return "Loss against learning rate: \(configuration.model) on \(configuration.data)"
    }

    private var mean: [(x: Double, y: Double)] {
        finding.range.points.map { ($0.learningRate, $0.smoothedLoss) }
    }

    /// The mean loss of validation; empty where it was not asked for.
    private var validation: [(x: Double, y: Double)] {
        finding.range.points.compactMap { point in
            point.validationLoss.map { (point.learningRate, $0) }
        }
    }

    /// Vertical lines: rate, words, colour in the picture.
    private var marks: [(rate: Double, label: String, color: Int)] {
        var marks: [(Double, String, Int)] = []
        let add = { (rate: Double?, label: String, color: Int) in
            if let rate, rate.isFinite {
                marks.append((rate, "\(label) \(NumberText.short(rate))", color))
            }
        }
        add(finding.suggestion?.learningRate, "suggestion", 2)
        add(finding.interval.stable, "highest stable", 0)
        add(finding.interval.unstable, "unstable", 1)
        add(finding.startSharpness?.limit, "sharpness limit at the start", 3)
        add(finding.sharpness?.limit, "sharpness limit after warm steps", 4)
        return marks
    }

    var svg: String {
        let faint = finding.curves.map { curve in
            LineChart.Series(
                name: "seed \(curve.seed)",
                points: curve.points.map { ($0.learningRate, $0.loss) }, color: 0, isFaint: true)
        }
        let seeds = finding.curves.count
        var series = faint
        series.append(
            .init(
                name: seeds == 1 ? "averaged loss" : "averaged loss, mean of \(seeds) seeds",
                points: mean, color: 0))
        if !validation.isEmpty {
            series.append(.init(name: "validation loss", points: validation, color: 1))
        }
        var bands: [LineChart.Band] = []
        if let unstable = finding.interval.unstable, unstable < highest {
            bands.append(.init(unstable...highest, label: "unstable rates"))
        }
        return LineChart(
            title: title, summary: summary,
            horizontal: .init("learning rate", isLogarithmic: true),
            vertical: .init("loss", isLogarithmic: true, ceiling: ceiling), series: series,
            marks: marks.map { .init($0.rate, label: $0.label, color: $0.color) }, bands: bands,
            levels: [
                .init(training.guessingLoss, label: guessing)
            ], identifier: "find-lr"
        ).svg
    }

    func terminal(width: Int) -> TerminalChart {
        let cut = { (points: [(x: Double, y: Double)]) in
            points.map { (x: $0.x, y: $0.y > ceiling ? .infinity : $0.y) }
        }
        var series = [
            TerminalChart.Series(name: "averaged loss", points: cut(mean), color: .cyan)
        ]
        if !validation.isEmpty {
            series.append(.init(name: "validation loss", points: cut(validation), color: .yellow))
        }
        return TerminalChart(
            title: title, series: series,
            reference: .init(training.guessingLoss, label: guessing), isLogarithmic: true,
            width: width, height: 16, horizontalLabel: "learning rate",
            isHorizontalLogarithmic: true,
            marks: marks.sorted { $0.rate < $1.rate }.map { .init($0.rate, label: $0.label) })
    }

    /// Losses above it are cut, so that a divergence leaves room for what was before it.
    private var ceiling: Double {
        2 * max(training.guessingLoss, finding.range.points.first?.loss ?? 0)
    }

    private var guessing: String { "ln \(training.setup.data.classNames.count)" }

    /// The highest rate of all curves.
    private var highest: Double {
        finding.curves.flatMap(\.points).map(\.learningRate).max() ?? 0
    }

    private var summary: String {
        let marks = marks.map(\.label).joined(separator: ", ")
        return "The training loss while the learning rate rises from "
            + "\(NumberText.short(finding.range.points.first?.learningRate ?? .nan)). "
            + (marks.isEmpty ? "" : "Marked: \(marks).")
    }
}
