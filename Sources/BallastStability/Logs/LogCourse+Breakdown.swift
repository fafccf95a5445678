import BallastEvents

extension LogCourse {
    /// Where training losses are not numbers.
    struct Breakdown {
        let step: Int
        /// Whether no number comes behind the first that is none.
        let isFinal: Bool
        /// Whether single values are missing from a course that goes on.
        let isPassing: Bool
        /// The finite losses before it.
        let before: ArraySlice<Double>
    }

    /// The first training loss that is not a number, and what follows.
    var breakdown: Breakdown? {
        let series = record[.trainLoss]
        guard let first = series.values.firstIndex(where: { !$0.isFinite }) else { return nil }
        let bad = series.values.count { !$0.isFinite }
        let isFinal = series.values[first...].allSatisfy { !$0.isFinite }
        let isPassing =
            !isFinal && 10 * bad < 3 * series.count && series.values.last?.isFinite == true
        return Breakdown(
            step: series.steps[first], isFinal: isFinal, isPassing: isPassing,
            before: losses.values.prefix(first))
    }

    /// Whether nothing announced a breakdown: the last losses are within what those before them
    /// were, and far below what a run that diverges passes through.
    func isCalm(before breakdown: Breakdown) -> Bool {
        let last = Array(breakdown.before.suffix(3))
        let base = Array(breakdown.before.dropLast(3).suffix(24))
        guard base.count >= 3, let top = base.max(), let level = base.median,
            let end = last.median, let highest = last.max()
        else { return false }
        return highest <= 1.5 * top && end <= 1.5 * level && highest < 2 * guess
    }

    /// That the first loss, before any update, is more than three times what guessing costs, or the
    /// first gradient norm more than twenty times, in words: weights or pixels are out of scale.
    var violence: String? {
        let series = record[.trainLoss]
        // A mean over steps, or a later step, says nothing of the state before training.
        guard !isPerEpoch, let first = series.values.first, let step = series.steps.first,
            step <= 2, series.count < 2 || series.steps[1] - step == 1
        else { return nil }
        let usual = min(guess, 3.4)
        if first > max(3, 3 * usual) {
            return "the first training loss is \(Wording.number(first)), where guessing costs "
                + Wording.number(guess)
        }
        guard let norm = record[.gradientNorm].values.first, norm > 20 * guess, norm.isFinite
        else { return nil }
        return "the first gradient norm is \(Wording.number(norm)), before any update"
    }

    /// Whether a breakdown comes in the first tenth.
    func isEarly(_ breakdown: Breakdown) -> Bool {
        breakdown.before.count < max(6, record[.trainLoss].count / 10)
    }
}
