import BallastEvents

/// Spikes of the gradient norm that go with a rise of the loss.
///
/// A gradient that grows while the loss falls, as when a plateau is left, is no fault.
public struct GradientSpikeDetector: RecordDetector {
    /// Steps on each side over which the loss is compared.
    private static let span = 10

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        record.spikes(.gradientNorm, .gradientNorm)
            .filter { $0.hasNonFinite || lossRises(at: $0.onset, in: record) }
            .map { $0.finding(.gradientNorm, name: "the gradient norm", in: record) }
    }

    /// Whether the loss at the onset, or the level after it, is above the level before.
    private func lossRises(at step: Int, in record: RunRecord) -> Bool {
        let loss = record[.trainLoss]
        guard !loss.isEmpty else { return true }
        let before = loss.within((step - Self.span)...max(step - 1, step - Self.span))
        guard let level = before.values.finite.median else { return false }
        let after = loss.within(step...(step + Self.span)).values
        guard let later = after.finite.median, after.allSatisfy(\.isFinite) else { return true }
        let atOnset = max(after.first ?? 0, after.dropFirst().first ?? 0)
        return record.softRatio(later, to: level) > 1.25
            || record.softRatio(atOnset, to: level) > SpikeRule.trainingLoss.ratio
                && record.softRatio(later, to: level) > 0.9
    }
}
