import Ballast

/// The losses of a run around its foremost finding.
struct CourseChart {
    private let record: RunRecord
    private let onset: Int
    /// The steps that are shown.
    private let window: ClosedRange<Int>

    private static let losses: [Channel] = [.trainLoss, .validationLoss]
    /// Steps around the trouble that are shown at least.
    private static let leastMargin = 30
    /// Points that make a course.
    private static let leastPoints = 3

    /// - Returns: nil where nothing was found, or no loss is known there.
    init?(_ record: RunRecord, _ findings: [Finding]) {
        let visible = findings.filter { Self.losses.contains($0.channel) }
        guard let first = visible.first ?? findings.first else { return nil }
        self.record = record
        onset = first.firstStep
        window = Self.window(around: first.steps, in: record)
        guard !series.isEmpty else { return nil }
    }

    func chart(width: Int) -> TerminalChart {
        let whole = window == Self.steps(of: record)
        let part = whole ? "" : ", steps \(window.lowerBound) to \(window.upperBound)"
        return TerminalChart(
            title: "loss (logarithmic axis)\(part)", series: series, isLogarithmic: true,
            width: width, height: 12, horizontalLabel: "step",
            marks: [.init(Double(onset), label: "step \(onset), where it begins")])
    }

    private var series: [TerminalChart.Series] {
        let colors: [TerminalColor] = [.blue, .yellow]
        return zip(Self.losses, colors).compactMap { channel, color in
            let points = zip(record[channel].steps, record[channel].values)
                .filter { window.contains($0.0) }.map { (x: Double($0.0), y: $0.1) }
            guard points.count >= Self.leastPoints else { return nil }
            let name = channel == .trainLoss ? "training loss" : "validation loss"
            return .init(name: name, points: points, color: color)
        }
    }

    /// All steps where the trouble takes up most of them, else the trouble with as much before and
    /// behind it, but at least a quarter of the run.
    private static func window(
        around steps: ClosedRange<Int>, in record: RunRecord
    ) -> ClosedRange<Int> {
        let all = Self.steps(of: record)
        let margin = max(steps.count, all.count / 4, leastMargin)
        let low = max(all.lowerBound, min(steps.lowerBound - margin, all.upperBound))
        let high = min(all.upperBound, max(steps.upperBound + margin, low))
        return 3 * (high - low) >= 2 * all.count ? all : low...high
    }

    private static func steps(of record: RunRecord) -> ClosedRange<Int> {
        let steps = losses.flatMap { record[$0].steps }
        return (steps.min() ?? 0)...(steps.max() ?? 0)
    }
}
