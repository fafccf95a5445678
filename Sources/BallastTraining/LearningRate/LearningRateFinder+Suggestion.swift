extension LearningRateFinder {
    /// The suggestion by what is known.
    ///
    /// - Parameters:
    ///   - candidates: trials at rates with a margin.
    ///   - seedCount: how many trials make a rate known.
    ///   - limit: the rate that the sharpness allows.
    ///   - lowest: the lowest rate that the search would try.
    static func suggestion(
        _ interval: StableRateInterval, _ candidates: [RateTrial], _ seedCount: Int,
        _ limit: Double?, _ range: RangeSummary, lowest: Double
    ) -> RateSuggestion? {
        let known = Dictionary(grouping: candidates, by: \.learningRate).filter { _, trials in
            trials.count == seedCount && trials.allSatisfy { $0.verdict == .stable }
        }
        let losses = known.mapValues { trials in
            trials.reduce(0) { $0 + $1.endLoss } / Double(trials.count)
        }
        // Of equal losses the higher rate.
        if let best = losses.min(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }) {
            return RateSuggestion(learningRate: best.key, basis: .trials, endLoss: best.value)
        }
        let half = candidateShares[0]
        if let stable = interval.stable {
            return RateSuggestion(learningRate: half * stable, basis: .stableRate)
        }
        // Where not even the lowest rate of all was stable, no rate is.
        if let unstable = interval.unstable, unstable <= lowest { return nil }
        let hints = [
            limit.map { RateSuggestion(learningRate: half * $0, basis: .sharpness) },
            range.learnedRate.map {
                RateSuggestion(learningRate: $0 / 10, basis: .rangeTest)
            },
        ].compactMap { $0 }
        // The more careful of the two, and with a margin below what is known to be unstable.
        var suggestion = hints.min { $0.learningRate < $1.learningRate }
        if let careful = suggestion?.learningRate, let unstable = interval.unstable {
            suggestion?.learningRate = min(careful, unstable / 10)
        }
        return suggestion
    }

    func notes(
        _ curves: [RangeCurve], _ warm: Sharpness?, _ interval: StableRateInterval,
        _ horizon: Int, _ seeds: Int, _ budget: EffortBudget
    ) -> [String] {
        var notes: [String] = []
        if curves.count < seedCount {
            notes.append(
                "the budget allowed range tests of \(curves.count) of \(seedCount) seeds")
        }
        if seeds < seedCount {
            notes.append("the budget allowed trials with \(seeds) of \(seedCount) seeds")
        }
        if horizon < self.horizon {
            notes.append(
                "the budget cut the trials to \(horizon) of \(self.horizon) steps: the interval is "
                    + "that of shorter trainings")
        }
        if let warm, !warm.eigenvalue.converged {
            notes.append(
                "the sharpness had not come to rest after \(warm.eigenvalue.products) products; "
                    + "it is rather too low")
        }
        if warm == nil { notes.append("the sharpness could not be measured within the budget") }
        if !interval.isClosed {
            if let stable = interval.stable, stable >= search.bounds.upperBound {
                notes.append("no rate was unstable up to \(stable)")
            } else if let unstable = interval.unstable, unstable <= search.bounds.lowerBound {
                notes.append("no rate was stable down to \(unstable)")
            } else {
                notes.append(
                    "the budget ended the search before its interval was closed and confirmed")
            }
        }
        if interval.isClosed && budget.isSpent {
            notes.append("the budget ended the trials for the suggestion")
        }
        return notes
    }

    /// What a budget would have to be in which no trial came to an end.
    func costNotes(
        _ training: TrialTraining, _ interval: StableRateInterval, _ budget: EffortBudget
    ) -> [String] {
        guard interval.trials.isEmpty else { return [] }
        let steps = fewestSteps(training)
        guard case .seconds = budget.limit, let pace = budget.secondsPerStep else {
            return ["no trial came to an end; the shortest search takes about \(steps) steps"]
        }
        let seconds = max(0.01, (100 * pace).rounded() / 100)
        let minutes = max(1, Int((1.2 * pace * Double(steps) / 60).rounded(.up)))
        return [
            "no trial came to an end: a step takes about \(seconds) seconds, and the shortest "
                + "search \(steps) steps; give --budget \(minutes)m, or fewer images a batch"
        ]
    }
}
