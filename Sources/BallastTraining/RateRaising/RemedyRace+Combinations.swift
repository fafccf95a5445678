extension RemedyRace {
    /// Adds to the best remedy the next best ones, each as long as it improves what there is.
    ///
    /// A combination is first trained with one seed at parts of its highest stable rate; only if
    /// that is better than the best so far with the same seed, it gets a careful search and all
    /// seeds, by which it is judged.
    func combine(
        _ standings: [RemedyStanding], against baseline: RemedyStanding
    ) throws -> (combinations: [RemedyStanding], best: RemedyStanding?) {
        let fit = standings.filter { standing in
            let outcome = standing.outcome(target: target)
            return outcome == .reached || outcome == .notReached
        }
        guard var best = fit.first, best.length != nil else { return ([], nil) }
        let round = plan.rounds[plan.rounds.count - 1]
        var combinations: [RemedyStanding] = []
        if best.rounds == plan.rounds.count {
            for next in fit.dropFirst() where combinations.count < plan.combinations {
                guard !laboratory.isSpent,
                    let set = next.remedies.remedies.first.flatMap(best.remedies.adding)
                else { continue }
                var standing = RemedyStanding(set)
                let improves = try attempt(&standing, against: best, round)
                combinations.append(standing)
                observe(.combination(standing, improves: improves))
                if improves { best = standing }
            }
        }
        return (combinations, isBetter(best, than: baseline) ? best : nil)
    }

    /// Whether a combination is better than the best so far.
    private func attempt(
        _ standing: inout RemedyStanding, against best: RemedyStanding, _ round: RacePlan.Round
    ) throws -> Bool {
        try explore(&standing, round.length)
        standing.rounds = plan.rounds.count
        guard !standing.courses.isEmpty,
            score(standing).improves(
                on: RaceScore([best.courses[0]], target: target, by: cost))
        else { return false }
        try search(&standing, plan.careful)
        try prolong(&standing, round)
        guard standing.courses.count == round.seeds else { return false }
        return score(standing).improves(on: score(best))
    }

    private func isBetter(_ standing: RemedyStanding, than baseline: RemedyStanding) -> Bool {
        target == nil
            ? standing.endLoss ?? .infinity < baseline.endLoss ?? .infinity
            : score(standing) < score(baseline)
    }
}
