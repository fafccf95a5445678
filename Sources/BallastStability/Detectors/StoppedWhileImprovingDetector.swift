import BallastEvents

/// A run that a rule ended, or a rate that a rule cut, while the loss was still going down or had
/// not yet recovered from a spike.
public struct StoppedWhileImprovingDetector: RecordDetector {
    /// Standard errors below zero that the slope of the training loss is at least.
    private static let errors = 4.0
    /// What the loss falls by over the window, as a share of its level.
    private static let fall = 0.05

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        let cuts = record.cutSteps.map { ($0, "the learning rate was cut") }
        let stops = record.stopStep.map { [($0, "the run was stopped")] } ?? []
        return (cuts + stops).compactMap { finding(at: $0.0, $0.1, record) }
            + [stoppedBeforeLearning(record)].compactMap(\.self)
    }

    /// A run that a rule ended while the loss stood where it began: a plateau at the start is no
    /// sign of the end.
    private func stoppedBeforeLearning(_ record: RunRecord) -> Finding? {
        guard let step = record.stopStep, let guessing = record.guessingLoss,
            let level = record[.trainLoss].values.finite.lastMedian(8), level > 0.9 * guessing,
            let planned = record.plannedSteps, 2 * step < planned
        else { return nil }
        return Finding(
            .stoppedWhileImproving, .trainLoss, steps: 1...max(1, step), value: level,
            threshold: 0.9 * guessing,
            text: "the run was stopped after step \(step), before its loss had left what guessing"
                + " costs, \(guessing.short)")
    }

    private func finding(at step: Int, _ what: String, _ record: RunRecord) -> Finding? {
        if let spike = spike(before: step, record) {
            return Finding(
                .stoppedWhileImproving, .trainLoss, steps: spike.onset...max(spike.onset, step),
                value: spike.peak, threshold: spike.allowed,
                text: "\(what) after step \(step), while the loss was recovering from the spike at"
                    + " step \(spike.onset)")
        }
        guard let slope = slope(before: step, record), slope.errors < -Self.errors,
            slope.change < -Self.fall
        else { return nil }
        return Finding(
            .stoppedWhileImproving, .trainLoss, steps: slope.from...step, value: slope.errors,
            threshold: -Self.errors,
            text: "\(what) after step \(step), while the training loss was falling by"
                + " \((-100 * slope.change).short) % in \(step - slope.from) steps")
    }

    /// A spike that was not over, or only just, when the rule acted.
    private func spike(before step: Int, _ record: RunRecord) -> Spike? {
        let early = record.truncated(after: step)
        let gap = early.validationGap
        let all =
            early.spikes(.trainLoss, .trainingLoss)
            + early.spikes(.validationLoss, .validationLoss)
        return all.first { $0.lastStep + gap >= step && $0.onset <= step }
    }

    /// The trend of the training loss before a step, over the time of several validations.
    private func slope(
        before step: Int, _ record: RunRecord
    ) -> (from: Int, errors: Double, change: Double)? {
        let gap = record.truncated(after: step).validationGap
        let from = max(1, step - max(30, 4 * gap))
        let block = record[.trainLoss].within(from...max(from, step))
        let parts = block.blocks(10).map { $0.values.finite.median }
        let levels = parts.compactMap(\.self)
        guard block.count >= 30, levels.count == 10, let trend = LineFit(levels) else { return nil }
        return (
            from, trend.slope / max(trend.error, 1e-12), trend.slope * 9 / max(trend.mean, 1e-12)
        )
    }
}

extension RunRecord {
    /// The record as it stood after a step.
    func truncated(after step: Int) -> RunRecord {
        var copy = self
        copy.series = series.mapValues { $0.within(0...max(0, step)) }
        copy.validations = validations.filter { $0.step <= step }
        return copy
    }

    /// The usual number of steps between validations; 0 where there are fewer than two.
    var validationGap: Int {
        let steps = self[.validationLoss].steps
        return zip(steps.dropFirst(), steps).map { Double($0 - $1) }.median.map { Int($0) } ?? 0
    }
}
