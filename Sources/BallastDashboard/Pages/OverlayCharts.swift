import BallastEvents
import BallastReport

/// The curves of several runs over each other, on the same axes.
struct OverlayCharts {
    private let runs: [(name: String, record: RunRecord)]

    private struct Kind {
        let title: String
        let channel: Channel
        let axis: String
        let isLogarithmic: Bool
        let identifier: String
    }

    private static let kinds = [
        Kind(
            title: "Validation loss", channel: .validationLoss, axis: "validation loss",
            isLogarithmic: true, identifier: "over-validation"),
        Kind(
            title: "Training loss", channel: .trainLoss, axis: "training loss",
            isLogarithmic: true, identifier: "over-training"),
        Kind(
            title: "Learning rate", channel: .learningRate, axis: "learning rate",
            isLogarithmic: true, identifier: "over-rate"),
        Kind(
            title: "Gradient norm", channel: .gradientNorm, axis: "gradient norm",
            isLogarithmic: true, identifier: "over-gradient"),
        Kind(
            title: "Validation accuracy", channel: .validationAccuracy,
            axis: "validation accuracy", isLogarithmic: false, identifier: "over-accuracy"),
    ]

    init(_ runs: [(name: String, record: RunRecord)]) {
        self.runs = runs
    }

    var all: [LineChart] { Self.kinds.compactMap(chart) }

    private func chart(_ kind: Kind) -> LineChart? {
        let present = runs.enumerated().filter { !$0.element.record[kind.channel].isEmpty }
        guard !present.isEmpty else { return nil }
        let last = runs.map(\.record.lastStep).max() ?? 0
        let sentences = present.compactMap { _, run in
            SeriesWords.sentence(
                "\(kind.title.lowercased()) of \(run.name)", run.record[kind.channel])
        }
        return LineChart(
            title: kind.title, summary: sentences.joined(separator: " "),
            horizontal: .init("step", span: 0...Double(max(1, last))),
            vertical: .init(kind.axis, isLogarithmic: kind.isLogarithmic),
            series: present.map { index, run in
                let series = run.record[kind.channel]
                return .init(
                    name: run.name,
                    points: zip(series.steps, series.values).map { (Double($0), $1) },
                    color: index)
            },
            height: 420, identifier: kind.identifier)
    }
}
