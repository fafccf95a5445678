import BallastEvents

/// Values that are not numbers or infinite, one finding per channel.
public struct NonFiniteDetector: RecordDetector {
    private static let channels: [(Channel, String)] = [
        (.trainLoss, "the training loss"), (.gradientNorm, "the gradient norm"),
        (.validationLoss, "the validation loss"),
    ]

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        let seen = Self.channels.compactMap { channel, name -> Finding? in
            let series = record[channel]
            let bad = zip(series.steps, series.values).filter { !$0.1.isFinite }.map(\.0)
            guard let first = bad.first, let last = bad.last else { return nil }
            let count =
                bad.count == 1 ? "at step \(first)" : "\(bad.count) times from step \(first)"
            return Finding(
                .nonFinite, channel, steps: first...last, value: .infinity, threshold: .infinity,
                text: "\(name) is not finite \(count)")
        }
        return seen + refusals(in: record, beside: seen)
    }

    /// An update that was refused although the step's loss and gradient were numbers.
    private func refusals(in record: RunRecord, beside seen: [Finding]) -> [Finding] {
        guard let stop = record.decisions.first(where: { $0.action == .stop }),
            !seen.contains(where: { $0.steps.contains(stop.step) })
        else { return [] }
        return [
            Finding(
                .nonFinite, .updateRatio, steps: stop.step...stop.step, value: .infinity,
                threshold: .infinity, text: "at step \(stop.step) \(stop.reason)")
        ]
    }
}
