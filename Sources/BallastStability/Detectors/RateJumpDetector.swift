import BallastEvents

/// A rate that rises by a factor of two or more between two steps and does harm: the loss spikes
/// within a few steps of it, or ends above the level that it had before.
///
/// A restart from which the loss recovers is as it should be.
public struct RateJumpDetector: RecordDetector {
    static let factor = 2.0
    /// Steps after the change within which a spike belongs to it.
    static let reach = 10

    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        let jumps = record[.learningRate].jumps(Self.factor).filter { $0.step > 2 }
        guard !jumps.isEmpty else { return [] }
        let spikes = record.spikes(.trainLoss, .trainingLoss)
        return jumps.compactMap { jump in
            let step = jump.step
            guard isHarmful(step, spikes, record) else { return nil }
            return Finding(
                .rateJump, .learningRate, steps: step...step, value: jump.to / jump.from,
                threshold: Self.factor,
                text: "the learning rate goes from \(jump.from.short) to \(jump.to.short) at step"
                    + " \(step), and the loss rises")
        }
    }

    private func isHarmful(_ step: Int, _ spikes: [Spike], _ record: RunRecord) -> Bool {
        if spikes.contains(where: { (step...(step + Self.reach)).contains($0.onset) }) {
            return true
        }
        let loss = record[.trainLoss]
        let width = min(20, max(5, loss.count / 10))
        let before = loss.within(max(0, step - width)...(step - 1)).values.finite
        guard let level = before.median, let final = loss.values.finite.lastMedian(width),
            let last = loss.values.last, last.isFinite
        else { return !(loss.values.last?.isFinite ?? true) }
        return record.softRatio(final, to: level) > SpikeRule.trainingLoss.ratio
    }
}

extension Series {
    /// The rises by at least a factor between neighbouring values that are positive.
    func jumps(_ factor: Double) -> [(step: Int, from: Double, to: Double)] {
        zip(steps.dropFirst(), zip(values, values.dropFirst())).compactMap { step, pair in
            pair.0 > 0 && pair.1 >= factor * pair.0 ? (step, pair.0, pair.1) : nil
        }
    }
}
