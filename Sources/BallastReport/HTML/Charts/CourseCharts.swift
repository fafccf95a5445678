import BallastEvents

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The curves of a run over its steps, with what was found and done shaded.
struct CourseCharts {
    private let record: RunRecord
    private let findings: [RunAnnotation]
    private let interventions: [RunAnnotation]
    /// As many as can be told apart.
    private static let mostAnnotations = 10

    init(_ record: RunRecord, findings: [RunAnnotation], interventions: [RunAnnotation]) {
        self.record = record
        self.findings = findings
        self.interventions = interventions
    }

    var all: [LineChart] {
        [loss, validationModes, learningRate, gradientNorm, accuracy].compactMap { $0 }
    }

    private var loss: LineChart? {
        var chart = chart(
            nil, [.trainLoss, .validationLoss], axis: "loss",
            isLogarithmic: true,
            findings: findings.filter { ![.learningRate, .gradientNorm].contains($0.channel) },
            identifier: "loss")
        if let classes = record.classes, classes > 1 {
            chart?.levels = [.init(log(Double(classes)), label: "guessing among \(classes)")]
        }
        return chart
    }

    private var validationModes: LineChart? {
        let others: [Channel] = [.validationLossBatchStatistics, .validationLossReestimated]
        guard others.contains(where: { !record[$0].isEmpty }) else { return nil }
        return chart(
            "Validation loss by the statistics that normalization uses",
            [.validationLoss] + others, axis: "validation loss", isLogarithmic: true,
            identifier: "validation-modes",
            names: [
                .validationLoss: "running statistics (eval mode)",
                .validationLossBatchStatistics: "the batch's own",
                .validationLossReestimated: "re-estimated",
            ])
    }

    private var learningRate: LineChart? {
        let values = record[.learningRate].values.filter { $0.isFinite && $0 > 0 }
        // A rate that falls to nothing at its end needs no logarithms.
        let middle = values.isEmpty ? 1 : values.sorted()[values.count / 2]
        let isWide = (values.max() ?? 1) > 20 * middle
        var chart = chart(
            "Learning rate", [.learningRate], axis: "learning rate", isLogarithmic: isWide,
            findings: findings.filter { $0.channel == .learningRate }, height: 300,
            identifier: "learning-rate")
        if !isWide, let highest = values.max() { chart?.vertical.span = 0...highest * 1.1 }
        return chart
    }

    private var gradientNorm: LineChart? {
        chart(
            "Gradient norm", [.gradientNorm], axis: "gradient norm", isLogarithmic: true,
            findings: findings.filter { $0.channel == .gradientNorm }, height: 320,
            identifier: "gradient-norm")
    }

    private var accuracy: LineChart? {
        var chart = chart(
            nil, [.trainAccuracy, .validationAccuracy],
            axis: "accuracy", isLogarithmic: false, height: 320, identifier: "accuracy")
        chart?.vertical.span = 0...0
        return chart
    }

    private func chart(
        _ title: String?, _ channels: [Channel], axis: String, isLogarithmic: Bool,
        findings: [RunAnnotation] = [], height: Double = 420, identifier: String,
        names: [Channel: String] = [:]
    ) -> LineChart? {
        let present = channels.filter { !record[$0].isEmpty }
        guard !present.isEmpty else { return nil }
        let name = { (channel: Channel) in names[channel] ?? channel.title }
        let shown =
            Array(findings.prefix(Self.mostAnnotations))
            + interventions.prefix(Self.mostAnnotations)
        let sentences = present.compactMap { channel in
            SeriesWords.sentence(
                names[channel].map { "validation loss with \($0)" } ?? channel.title,
                record[channel])
        }
        let marked = shown.map { "\($0.caption) at \($0.place)" }.joined(separator: ", ")
        let joined = present.map(name).joined(separator: " and ")
        var chart = LineChart(
            title: title ?? joined.prefix(1).uppercased() + joined.dropFirst(),
            summary: (sentences + (marked.isEmpty ? [] : ["Shaded: \(marked)."]))
                .joined(separator: " "),
            horizontal: .init("step", span: 0...Double(max(1, record.lastStep))),
            vertical: .init(axis, isLogarithmic: isLogarithmic),
            series: channels.enumerated().filter { present.contains($0.element) }.map {
                index, channel in
                let series = record[channel]
                return .init(
                    name: name(channel),
                    points: zip(series.steps, series.values).map { (Double($0), $1) },
                    color: index)
            },
            bands: RunAnnotation.bands(shown), height: height, identifier: identifier)
        if chart.hasDenseSeries {
            chart.summary +=
                " There are more values than places: the pale area reaches from the lowest to the "
                + "highest, the line is their median."
        }
        return chart
    }
}
