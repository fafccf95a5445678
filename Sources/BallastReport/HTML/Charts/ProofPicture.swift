import BallastEvents

/// The control and the re-runs from the same checkpoint over each other.
struct ProofPicture {
    private let diagnosis: Diagnosis
    private let control: ReplaySummary
    /// With the same channel and checkpoint as the control; best first.
    private let changed: [ReplaySummary]
    private static let mostInterventions = 5
    /// The control has the colour of warnings, what cures is green.
    private static let colors = [2, 0, 3, 4, 5]

    /// - Returns: nil where nothing was re-run.
    init?(_ diagnosis: Diagnosis) {
        let pairs = diagnosis.replays.filter { $0.intervention == .unchanged }.map { control in
            let changed = diagnosis.replays.filter {
                $0.intervention != .unchanged && $0.channel == control.channel
                    && $0.fromStep == control.fromStep
            }
            return (control, changed)
        }
        guard let (control, changed) = pairs.max(by: { $0.1.count < $1.1.count }),
            !changed.isEmpty
        else { return nil }
        self.diagnosis = diagnosis
        self.control = control
        let evidence = diagnosis.leadingCause?.evidence ?? []
        let isOwn = { (summary: ReplaySummary) in
            evidence.contains { $0.contains("\(summary.intervention)") }
        }
        // The change that the verdict rests on comes first.
        self.changed = changed.sorted { one, other in
            if isOwn(one) != isOwn(other) { return isOwn(one) }
            return (one.recoveredFraction ?? 0) > (other.recoveredFraction ?? 0)
        }
    }

    private var interventions: [Intervention] {
        var seen: [Intervention] = []
        for summary in changed where !seen.contains(summary.intervention) {
            seen.append(summary.intervention)
        }
        return Array(seen.prefix(Self.mostInterventions))
    }

    var chart: LineChart {
        let controls = diagnosis.replays.filter {
            $0.intervention == .unchanged && $0.channel == control.channel
                && $0.fromStep == control.fromStep
        }
        var series = lines(controls, name: "unchanged (control)", color: 1)
        for (intervention, color) in zip(interventions, Self.colors) {
            let own = changed.filter { $0.intervention == intervention }
            series += lines(own, name: name(intervention, own), color: color)
        }
        return LineChart(
            title: "Re-runs from the checkpoint of step \(control.fromStep)", summary: summary,
            horizontal: .init("step"),
            vertical: .init(control.channel.title, isLogarithmic: true), series: series,
            height: 440, identifier: "proof")
    }

    /// One line a seed; the first stands for all in the legend.
    private func lines(
        _ summaries: [ReplaySummary], name: String, color: Int
    ) -> [LineChart.Series] {
        summaries.enumerated().map { index, summary in
            .init(
                name: name, points: zip(summary.steps, summary.values).map { (Double($0), $1) },
                color: color, isFaint: index > 0)
        }
    }

    private func name(_ intervention: Intervention, _ own: [ReplaySummary]) -> String {
        let shares = own.compactMap(\.recoveredFraction)
        guard !shares.isEmpty else { return "\(intervention)" }
        let mean = shares.reduce(0, +) / Double(shares.count)
        return "\(intervention): \(PercentText.of(mean)) of the damage gone"
    }

    private var summary: String {
        let course = Series(steps: control.steps, values: control.values)
        let sentence = SeriesWords.sentence(
            "\(control.channel.title) of the unchanged re-run", course)
        let others = interventions.map { intervention in
            "With " + name(intervention, changed.filter { $0.intervention == intervention }) + "."
        }
        return
            (["The same steps were made again from one checkpoint, one thing changed at a time."]
            + [sentence].compactMap { $0 } + others).joined(separator: " ")
    }
}
