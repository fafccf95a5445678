import BallastEvents

extension LogCourse {
    private var rates: Series { record[.learningRate] }

    /// Whether the rate rises to its highest value over the first half of the log.
    var hasWarmUp: Bool {
        let values = rates.values.finite
        guard values.count > 5, let highest = values.max(), let top = values.firstIndex(of: highest)
        else { return false }
        return values[0] < 0.5 * highest && 2 * top < values.count
    }

    /// Whether the rate rises again and again.
    var hasRestarts: Bool {
        let values = rates.values
        let rises = values.indices.dropFirst().filter { values[$0] > 1.05 * values[$0 - 1] }
        // A ramp rises at every step, a restart behind a fall.
        return rises.count { $0 > 1 && values[$0 - 1] < values[$0 - 2] } >= 2
    }

    /// The first rise of the rate by a factor of two or more behind which the loss rises too.
    var harmfulJump: (step: Int, ratio: Double)? {
        guard let start = record[.trainLoss].steps.first else { return nil }
        for jump in rates.jumps(2) where jump.step > start + 2 {
            let before = Array(losses.within(start...(jump.step - 1)).values.suffix(16))
            let after = record[.trainLoss].within(jump.step...max(jump.step, record.lastStep))
                .values.prefix(24)
            guard before.count >= 3, let level = before.median, let top = before.max(),
                !after.isEmpty
            else { continue }
            let finite = Array(after).finite
            let isWorse =
                finite.count < after.count || (finite.median ?? 0) > 1.25 * level
                || (finite.max() ?? 0) > 1.5 * top
            if isWorse { return (jump.step, jump.to / jump.from) }
        }
        return nil
    }

    /// A rate that was cut again and again until the run stood still: to a twentieth of its highest
    /// value in the first two fifths, by a third or more at a time, and the loss is flat from there
    /// on.
    var exhaustedRate: (step: Int, share: Double)? {
        let values = rates.values
        guard values.count >= 10, let highest = values.max(), let last = rates.steps.last,
            highest > 0
        else { return nil }
        let cuts = values.indices.dropFirst().filter { values[$0] < 0.7 * values[$0 - 1] }
        let end = cuts.first { values[$0] <= 0.05 * highest }
        guard cuts.count >= 2, let end, 5 * rates.steps[end] < 2 * last else { return nil }
        let (middle, late) = (level(from: 0.45, to: 0.6), level(from: 0.85, to: 1))
        guard late > 0.9 * middle, late > 0.05 * guess else { return nil }
        return (rates.steps[cuts[0]], values[end] / highest)
    }
}
