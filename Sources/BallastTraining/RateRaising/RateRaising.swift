/// What a race has found.
public struct RateRaising: Hashable, Sendable {
    public var baseline: RemedyStanding
    /// The validation loss that the baseline ends with, the median over its seeds; nil where it has
    /// no training that ended.
    public var target: Double?
    /// The single remedies, the best first: those of more rounds, then by the time to the target.
    public var remedies: [RemedyStanding]
    /// In the order in which they were tried.
    public var combinations: [RemedyStanding]
    /// The best of all; nil where nothing was better than the baseline.
    public var best: RemedyStanding?
    public var plan: RacePlan
    public var cost: RaceCost
    /// Whether the race went through; else the budget ended it.
    public var isComplete: Bool
    /// Sentences that a person should read.
    public var notes: [String]

    /// How many times the baseline's highest stable rate that of a standing is.
    public func factor(_ standing: RemedyStanding) -> Double? {
        guard let own = standing.stability?.stable, let usual = baseline.stability?.stable
        else { return nil }
        return own / usual
    }

    /// Steps to the target; nil where most seeds do not reach it.
    public func steps(_ standing: RemedyStanding) -> Int? {
        standing.remedies == baseline.remedies ? baselineSteps : standing.steps(to: target)
    }

    /// The seconds of as many usual steps.
    public func seconds(_ standing: RemedyStanding) -> Double? {
        steps(standing).map { Double($0) * RaceScore.median(standing.courses.map(\.stepSeconds)) }
    }

    /// The part of the baseline's steps in which a standing reaches the target.
    public func stepShare(_ standing: RemedyStanding) -> Double? {
        guard let own = steps(standing), let usual = baselineSteps else { return nil }
        return Double(own) / Double(usual)
    }

    /// The baseline reaches its own target, if only at the end.
    public func outcome(_ standing: RemedyStanding) -> RemedyStanding.Outcome {
        let outcome = standing.outcome(target: target)
        return outcome == .notReached && steps(standing) != nil ? .reached : outcome
    }

    /// The steps in which the baseline reaches its own final loss: the whole length where the
    /// median of its seeds is there only at the end.
    public var baselineSteps: Int? {
        target.flatMap { baseline.steps(to: $0) ?? baseline.length }
    }
}
