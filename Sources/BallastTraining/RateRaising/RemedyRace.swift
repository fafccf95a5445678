import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Races remedies against each other by successive halving, and combines the best.
///
/// The baseline is searched and trained first; the validation loss that it ends with is the target.
/// In the first round every remedy gets a search for its highest stable rate and short trainings
/// at parts of it. By ``RaceScore`` the better half goes on to longer trainings with more seeds.
/// Then the best remedy takes up the next ones, as long as that improves it.
///
/// What is found depends on the laboratory alone: with a budget in steps it is always the same.
///
/// Source: Jamieson and Talwalkar 2016, "Non-stochastic best arm identification", for the halving.
public final class RemedyRace {
    public let plan: RacePlan
    public let cost: RaceCost
    let laboratory: any RemedyLaboratory
    let observe: (RateRaisingProgress) -> Void
    private let seeds: [UInt64]
    private(set) var target: Double?

    /// - Parameters:
    ///   - firstSeed: that of the first training; the others follow it.
    ///   - observe: called as things become known.
    public init(
        _ plan: RacePlan, by cost: RaceCost, firstSeed: UInt64 = 0,
        in laboratory: any RemedyLaboratory,
        observe: @escaping (RateRaisingProgress) -> Void = { _ in }
    ) {
        self.plan = plan
        self.cost = cost
        self.laboratory = laboratory
        self.observe = observe
        seeds = (0..<16).map { firstSeed &+ $0 }
    }

    /// The whole race; where the budget ends it, what is known by then.
    ///
    /// - Throws: what the laboratory throws, but for remedies that cannot be had.
    public func run(_ remedies: [RateRemedy]) throws -> RateRaising {
        let baseline = try baseline()
        target = baseline.endLoss.flatMap { hasLearned($0) ? $0 : nil }
        observe(.baseline(baseline, target: target))
        let standings = try rounds(remedies.map { RemedySet([$0]) })
        let (combinations, best) = try combine(standings, against: baseline)
        return RateRaising(
            baseline: baseline, target: target, remedies: standings, combinations: combinations,
            best: best, plan: plan, cost: cost, isComplete: !laboratory.isSpent,
            notes: notes(baseline))
    }

    func score(_ standing: RemedyStanding) -> RaceScore {
        RaceScore(standing.courses, target: target, by: cost)
    }

    /// The baseline at its best rate, the highest stable one included, for as long as it takes to
    /// learn something.
    private func baseline() throws -> RemedyStanding {
        var standing = RemedyStanding(RemedySet())
        try search(&standing, plan.baseline)
        var round = plan.rounds[plan.rounds.count - 1]
        try train(&standing, plan.baselineShares, round.length)
        while let loss = standing.endLoss, !hasLearned(loss), !laboratory.isSpent,
            round.length < plan.longestBaseline * plan.horizon
        {
            round.length *= 2
            try train(&standing, plan.baselineShares, round.length)
        }
        try extend(&standing, round)
        return standing
    }

    private func hasLearned(_ loss: Double) -> Bool {
        loss < RacePlan.learnedShare * laboratory.guessingLoss
    }

    /// All rounds.
    ///
    /// - Returns: every remedy, the best first.
    private func rounds(_ entrants: [RemedySet]) throws -> [RemedyStanding] {
        var racing = entrants.map(RemedyStanding.init)
        var out: [RemedyStanding] = []
        for (index, round) in plan.rounds.enumerated() where !racing.isEmpty {
            guard !laboratory.isSpent else { break }
            observe(
                .round(
                    index + 1, of: plan.rounds.count, entrants: racing.count,
                    length: round.length, seeds: round.seeds))
            for position in racing.indices where !laboratory.isSpent {
                try pass(&racing[position], round, index)
                observe(.standing(racing[position]))
            }
            racing = ordered(racing)
            guard index + 1 < plan.rounds.count else { break }
            let kept = survivors(racing, afterRound: index)
            out = racing.filter { !kept.contains($0) } + out
            racing = kept
        }
        return ordered(racing + out)
    }

    /// The better half. Of remedies that come to the same, such as two names of one
    /// initialization, the first.
    private func survivors(
        _ standings: [RemedyStanding], afterRound index: Int
    ) -> [RemedyStanding] {
        var kept: [RemedyStanding] = []
        for standing in standings where kept.count < (standings.count + 1) / 2 {
            let losses = standing.courses.map(\.validations)
            if isFit(standing, afterRound: index),
                !kept.contains(where: { $0.courses.map(\.validations) == losses })
            {
                kept.append(standing)
            }
        }
        return kept
    }

    private func isFit(_ standing: RemedyStanding, afterRound index: Int) -> Bool {
        let outcome = standing.outcome(target: target)
        return standing.rounds == index + 1 && (outcome == .reached || outcome == .notReached)
    }

    /// Those of more rounds first, then by score; of equals in the order as they are.
    private func ordered(_ standings: [RemedyStanding]) -> [RemedyStanding] {
        standings.enumerated().sorted { first, second in
            let (one, other) = (first.element, second.element)
            if one.rounds != other.rounds { return one.rounds > other.rounds }
            let (score, otherScore) = (score(one), score(other))
            return score == otherScore ? first.offset < second.offset : score < otherScore
        }.map(\.element)
    }

    /// One round of one remedy.
    private func pass(
        _ standing: inout RemedyStanding, _ round: RacePlan.Round, _ index: Int
    ) throws {
        let before = standing.courses
        if index == 0 {
            try explore(&standing, round.length)
            try extend(&standing, round)
        } else if index + 1 < plan.rounds.count {
            try prolong(&standing, round)
        } else {
            try search(&standing, plan.careful)
            try prolong(&standing, round)
        }
        if !laboratory.isSpent || standing.courses != before { standing.rounds = index + 1 }
    }

    /// A rough search and one training at each share of what it finds.
    func explore(_ standing: inout RemedyStanding, _ length: Int) throws {
        try search(&standing, plan.rough)
        try train(&standing, plan.shares, length)
    }

    /// Searches the highest stable rate, from the one that is known. What is known stays where the
    /// budget ends the search before it has found a rate.
    func search(_ standing: inout RemedyStanding, _ effort: StabilityEffort) throws {
        guard standing.fault == nil, !laboratory.isSpent else { return }
        do {
            let found = try laboratory.stableRate(
                of: standing.remedies, effort: effort, near: standing.stability?.stable)
            if standing.stability == nil || !laboratory.isSpent {
                standing.stability = found
                standing.effort = effort
            }
        } catch let fault as BallastError where fault.kind == .usage {
            standing.fault = fault.what
        }
    }

    /// Trains with the first seed at parts of the highest stable rate, and keeps the best one.
    private func train(
        _ standing: inout RemedyStanding, _ shares: [Double], _ length: Int
    ) throws {
        guard let stable = standing.stability?.stable else { return }
        var best: (share: Double, course: RemedyCourse)?
        for share in shares {
            guard
                let course = try laboratory.course(
                    of: standing.remedies, rate: Self.rate(share, of: stable), seed: seeds[0],
                    length: length)
            else { break }
            let isBetter =
                best.map {
                    RaceScore([course], target: target, by: cost)
                        < RaceScore([$0.course], target: target, by: cost)
                } ?? true
            if isBetter { best = (share, course) }
        }
        guard let best else { return }
        standing.share = best.share
        standing.courses = [best.course]
    }

    /// Trains anew at the share of the highest stable rate that was best, with all seeds of a
    /// round. The trainings of the round before stay where the budget ends the first of these.
    func prolong(_ standing: inout RemedyStanding, _ round: RacePlan.Round) throws {
        guard let stable = standing.stability?.stable, let share = standing.share else { return }
        guard
            let course = try laboratory.course(
                of: standing.remedies, rate: Self.rate(share, of: stable), seed: seeds[0],
                length: round.length)
        else { return }
        standing.courses = [course]
        try extend(&standing, round)
    }

    /// A part of a rate, cut to three digits, as a person would write it into a configuration.
    private static func rate(_ share: Double, of stable: Double) -> Double {
        let rate = share * stable
        let scale = pow(10, 2 - log10(rate).rounded(.down))
        return (rate * scale).rounded(.down) / scale
    }

    /// Adds the trainings of the seeds that are missing.
    func extend(_ standing: inout RemedyStanding, _ round: RacePlan.Round) throws {
        guard let rate = standing.learningRate else { return }
        for seed in seeds[standing.courses.count..<max(standing.courses.count, round.seeds)] {
            guard
                let course = try laboratory.course(
                    of: standing.remedies, rate: rate, seed: seed, length: round.length)
            else { return }
            standing.courses.append(course)
        }
    }

    private func notes(_ baseline: RemedyStanding) -> [String] {
        var notes: [String] = []
        if laboratory.isInterrupted {
            notes.append("interrupted: this is what was known by then")
        } else if laboratory.isSpent {
            notes.append("the budget ended the race before it was through; give it a larger one")
        }
        if target == nil {
            notes.append(
                "the baseline "
                    + (baseline.endLoss == nil
                        ? "has no training that ended"
                        : "learned nothing in \(baseline.length ?? 0) steps")
                    + ", so there is no target, and the final losses rank the remedies")
        }
        return notes
    }
}
