import Ballast

/// One remedy, or several together, in the answer of `ballast raise-lr --format json`.
struct RaiseLRRow: Encodable {
    private let standing: RemedyStanding
    private let found: RateRaising

    init(_ standing: RemedyStanding, _ found: RateRaising) {
        self.standing = standing
        self.found = found
    }

    private enum Key: String, CodingKey {
        case remedies, change, outcome, fault, highestStableRate, interval, intervalSeeds
        case intervalHorizon, factor, learningRate, stepsToTarget, secondsToTarget, stepShare
        case finalValidationLoss, length, seeds, rounds, courses
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(standing.remedies.remedies.map(\.name), forKey: .remedies)
        try container.encode(standing.remedies.change, forKey: .change)
        try container.encode(found.outcome(standing), forKey: .outcome)
        try container.encode(standing.fault, forKey: .fault)
        let stability = standing.stability
        try container.encode(stability?.stable, forKey: .highestStableRate)
        try container.encode([stability?.stable, stability?.unstable], forKey: .interval)
        try container.encode(standing.effort?.seeds, forKey: .intervalSeeds)
        try container.encode(standing.effort?.horizon, forKey: .intervalHorizon)
        try container.encode(found.factor(standing), forKey: .factor)
        try container.encode(standing.learningRate, forKey: .learningRate)
        try container.encode(found.steps(standing), forKey: .stepsToTarget)
        try container.encode(found.seconds(standing), forKey: .secondsToTarget)
        try container.encode(found.stepShare(standing), forKey: .stepShare)
        try container.encode(standing.endLoss, forKey: .finalValidationLoss)
        try container.encode(standing.length, forKey: .length)
        try container.encode(standing.courses.map(\.seed), forKey: .seeds)
        try container.encode(standing.rounds, forKey: .rounds)
        try container.encode(standing.courses, forKey: .courses)
    }
}
