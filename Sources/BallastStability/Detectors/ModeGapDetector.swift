import BallastEvents

/// Validation with the running statistics far above the same weights with batch statistics.
///
/// Where only the usual validation was recorded, a loss of more than twice guessing beside a
/// training loss below guessing says the same, if it changes from one validation to the next as
/// overfitting does not.
public struct ModeGapDetector: RecordDetector {
    private static let ratio = 1.5
    /// The least difference, as a share of what guessing costs.
    private static let least = 0.1

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        if !record[.validationLossBatchStatistics].isEmpty { return measured(record) }
        return inferred(record)
    }

    private func measured(_ record: RunRecord) -> [Finding] {
        let (eval, batch) = (record[.validationLoss], record[.validationLossBatchStatistics])
        let gaps = zip(batch.steps, batch.values).compactMap { step, other -> Gap? in
            let here = eval.within(step...step)
            guard let value = here.values.last, other.isFinite else { return nil }
            return Gap(step: step, value: value, other: other)
        }
        return finding(
            gaps.filter { isWide($0, record) && isTelling($0, record) }, "with batch statistics",
            .validationLoss)
    }

    /// Whether a gap is more than the running averages' way from where they begin, which takes them
    /// three of their time constants: by then it is one, before it only where the model is worse
    /// than one that guesses.
    private func isTelling(_ gap: Gap, _ record: RunRecord) -> Bool {
        let momentum = record.configuration?.batchnormMomentum ?? 0.1
        return Double(gap.step) * momentum > 3 || !(gap.value <= record.startingLoss ?? .infinity)
    }

    private func inferred(_ record: RunRecord) -> [Finding] {
        guard let guessing = record.guessingLoss else { return [] }
        let (eval, train) = (record[.validationLoss], record[.trainLoss])
        guard !train.isEmpty else { return [] }
        let gaps = zip(eval.steps, eval.values).enumerated().compactMap { index, point -> Gap? in
            let near = train.within(max(0, point.0 - 5)...(point.0 + 1)).values.finite
            guard let other = near.median, other < guessing, point.1 > 2 * guessing else {
                return nil
            }
            let neighbours = [index - 1, index + 1].filter(eval.values.indices.contains)
                .map { eval.values[$0] }
            let moves = neighbours.contains { $0 < point.1 / Self.ratio }
            return moves ? Gap(step: point.0, value: point.1, other: other) : nil
        }
        return finding(gaps, "in training", .validationLoss)
    }

    private struct Gap {
        let step: Int
        let value: Double
        let other: Double

        var ratio: Double { value.isFinite ? value / max(other, 1e-12) : .infinity }
    }

    private func isWide(_ gap: Gap, _ record: RunRecord) -> Bool {
        let least = Self.least * (record.startingLoss ?? 0)
        return !(gap.value <= gap.other + least) && gap.ratio >= Self.ratio
    }

    private func finding(_ gaps: [Gap], _ where: String, _ channel: Channel) -> [Finding] {
        guard let first = gaps.first, let last = gaps.last,
            let worst = gaps.max(by: { $0.ratio < $1.ratio })
        else { return [] }
        return [
            Finding(
                .modeGap, channel, steps: first.step...last.step, value: worst.ratio,
                threshold: Self.ratio,
                text: "at step \(worst.step) the validation loss is \(worst.value.short), but"
                    + " \(worst.other.short) \(`where`)")
        ]
    }
}
