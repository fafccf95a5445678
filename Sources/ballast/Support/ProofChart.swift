import Ballast

/// The control and the re-runs of the leading cause over each other.
struct ProofChart {
    let fromStep: Int
    private let control: ReplaySummary
    private let changed: [ReplaySummary]

    /// - Returns: nil where no re-run was made for the leading cause.
    init?(_ diagnosis: Diagnosis) {
        guard let cause = diagnosis.leadingCause, cause.recoveredFraction != nil else { return nil }
        let tried = diagnosis.replays.filter { $0.intervention != .unchanged }
        let own = tried.filter { summary in
            cause.evidence.contains { $0.contains("\(summary.intervention)") }
        }
        guard let best = own.max(by: { ($0.recoveredFraction ?? 0) < ($1.recoveredFraction ?? 0) }),
            let control = diagnosis.replays.first(where: {
                $0.intervention == .unchanged && $0.channel == best.channel
                    && $0.fromStep == best.fromStep
            })
        else { return nil }
        fromStep = best.fromStep
        self.control = control
        let rival = tried.first {
            $0.channel == best.channel && $0.fromStep == best.fromStep
                && $0.intervention == .scaleRate(by: 0.5) && $0.intervention != best.intervention
        }
        changed = [best, rival].compactMap { $0 }
    }

    func chart(width: Int) -> TerminalChart {
        let points = { (summary: ReplaySummary) in
            zip(summary.steps, summary.values).map { (x: Double($0), y: $1) }
        }
        let colors: [TerminalColor] = [.green, .yellow]
        let name = control.channel.rawValue.split(separator: "-").joined(separator: " ")
        return TerminalChart(
            title: "\(name) (logarithmic axis)",
            series: [.init(name: "unchanged", points: points(control), color: .red)]
                + zip(changed, colors).map { summary, color in
                    .init(
                        name: "\(summary.intervention)", points: points(summary), color: color)
                },
            isLogarithmic: true, width: width, height: 14, horizontalLabel: "step")
    }
}
