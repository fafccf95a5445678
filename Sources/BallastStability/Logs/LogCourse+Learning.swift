import BallastEvents

extension LogCourse {
    /// The highest loss of the beginning, where it is far above the first, above guessing and above
    /// what the noise of the first losses explains; wild ones explain no more than a third.
    var earlyExcursion: Double? {
        let usual = max(guess, losses.values.first ?? 0)
        let first = max(beginning, 24)
        let start = Series(
            steps: Array(losses.steps.prefix(first)), values: Array(losses.values.prefix(first)))
        let noise = min(0.3, start.relativeNoise(offset: 0))
        return earlyPeak > max(1.5, (4 * noise).exponential) * usual ? earlyPeak : nil
    }

    /// That the loss stays where guessing is and hardly moves, in words; nil where it does.
    ///
    /// A rate that is too high throws the loss about; weights that get no gradient leave it alone.
    var idleness: String? {
        guard isStuck, breakdown == nil, let highest = losses.values.max(),
            let lowest = losses.values.min(), highest <= 1.2 * guess, lowest >= 0.8 * guess
        else { return nil }
        return "the loss stays between \(Wording.number(lowest)) and \(Wording.number(highest)), "
            + "where guessing is"
    }

    /// Whether the log ends one to three validations behind the best one, with the last well above
    /// it, while the training loss is above a quarter of what guessing costs and still falls by a
    /// seventh or more from one half to the end.
    var endsWhileFalling: Bool {
        guard let lowest = lowestValidation, validations.count >= 5, losses.count >= 8,
            (2...4).contains(lowest.after.count), let last = lowest.after.last,
            last > 1.08 * lowest.loss
        else { return false }
        return lateChange < 0.85 && level(from: 0.85, to: 1) > 0.25 * guess
    }

    /// How long the run was to be, where the log says so and ends before nine tenths of that while
    /// the training loss still falls.
    var endsBeforePlan: Int? {
        guard let planned = record.plannedSteps, 10 * record.lastStep < 9 * planned,
            losses.count >= 8, lateChange < 0.95
        else { return nil }
        return planned
    }

    /// The loss at the end over that of the middle.
    private var lateChange: Double { level(from: 0.85, to: 1) / level(from: 0.5, to: 0.7) }

    /// Whether single peaks explain what stands out.
    var hasFewPeaks: Bool { (1...3).contains(peaks.count) && !hasEarlierGap }

    /// Whether validation was far above training before the first peak of the training loss, which
    /// then is not the reason.
    var hasEarlierGap: Bool {
        guard let first = peaks.first, let comparison else { return false }
        return comparison.values.indices.contains { index in
            comparison.steps[index] < first.step && comparison.ratios[index] >= 3
                && comparison.values[index] > 1.5 * guess
        }
    }

    /// The validations beside the training loss, where that is finite to the end.
    var validationToJudge: Comparison? {
        guard breakdown.map({ !$0.isFinal }) ?? true else { return nil }
        return comparison
    }
}
