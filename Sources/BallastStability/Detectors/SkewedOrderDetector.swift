import BallastEvents

/// Batches whose labels are not drawn from the whole set, or the same batches in every epoch.
///
/// The labels of each batch are compared with those of all batches together by Pearson's χ²; the
/// sum over the batches has (batches − 1)·(classes − 1) degrees of freedom where order is random,
/// and a little less than that in the mean where batches are drawn without replacement.
public struct SkewedOrderDetector: RecordDetector {
    /// The normal deviate of p = 1e-6.
    private static let threshold = 4.753
    private static let batches = 8
    /// The share of repeated batches that is no accident.
    private static let repeated = 0.9

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        [skew(record), repetition(record)].compactMap(\.self)
    }

    private func skew(_ record: RunRecord) -> Finding? {
        let counts = record.labelCounts.values
        let steps = record.labelCounts.steps
        guard let first = steps.first, let last = steps.last, counts.count >= Self.batches else {
            return nil
        }
        let classes = counts[0].count
        var totals = [Double](repeating: 0, count: classes)
        for batch in counts where batch.count == classes {
            for (label, count) in batch.enumerated() { totals[label] += Double(count) }
        }
        let all = totals.reduce(0, +)
        let present = totals.count { $0 > 0 }
        guard all > 0, present > 1 else { return nil }
        var sum = 0.0
        for batch in counts {
            let size = Double(batch.reduce(0, +))
            for (label, count) in batch.enumerated() where totals[label] > 0 {
                let expected = size * totals[label] / all
                sum += (Double(count) - expected) * (Double(count) - expected) / expected
            }
        }
        let freedom = Double((counts.count - 1) * (present - 1))
        let score = Self.normalScore(chiSquared: sum, freedom: freedom)
        guard score > Self.threshold else { return nil }
        return Finding(
            .skewedOrder, .labels, steps: first...last, value: score,
            threshold: Self.threshold,
            text: "the labels of the batches differ \((sum / freedom).short) times as much as"
                + " those of batches drawn at random")
    }

    /// Wilson and Hilferty's normal deviate of a χ² value.
    static func normalScore(chiSquared: Double, freedom: Double) -> Double {
        let term = 2 / (9 * freedom)
        let cube = ((chiSquared / freedom).logarithm / 3).exponential
        return (cube - (1 - term)) / term.squareRoot()
    }

    private func repetition(_ record: RunRecord) -> Finding? {
        var known: [Int: (epoch: Int, checksum: UInt64)] = [:]
        var (same, compared) = (0, 0)
        let batches = record.batches.values
        let perEpoch = Set(batches.map(\.position)).count
        for batch in batches {
            if let other = known[batch.position], other.epoch != batch.epoch {
                compared += 1
                if other.checksum == batch.checksum { same += 1 }
            }
            known[batch.position] = (batch.epoch, batch.checksum)
        }
        // One batch per epoch holds the same samples in any order.
        let steps = record.batches.steps
        guard perEpoch > 1, compared >= min(perEpoch, Self.batches), let first = steps.first,
            let last = steps.last
        else { return nil }
        let share = Double(same) / Double(compared)
        guard share > Self.repeated else { return nil }
        return Finding(
            .skewedOrder, .labels, steps: first...last, value: share,
            threshold: Self.repeated,
            text: "\((100 * share).short) % of the batches hold the very samples that they held an"
                + " epoch before")
    }
}
