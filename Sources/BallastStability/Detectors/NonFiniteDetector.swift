import BallastEvents

/// Values that are not numbers or infinite, one finding per channel.
public struct NonFiniteDetector: RecordDetector {
    private static let channels: [(Channel, String)] = [
        (.trainLoss, "the training loss"), (.gradientNorm, "the gradient norm"),
        (.validationLoss, "the validation loss"),
    ]

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        Self.channels.compactMap { channel, name in
            let series = record[channel]
            let bad = zip(series.steps, series.values).filter { !$0.1.isFinite }.map(\.0)
            guard let first = bad.first, let last = bad.last else { return nil }
            let count =
                bad.count == 1 ? "at step \(first)" : "\(bad.count) times from step \(first)"
            return Finding(
                .nonFinite, channel, steps: first...last, value: .infinity, threshold: .infinity,
                text: "\(name) is not finite \(count)")
        }
    }
}
