import Ballast

/// The answer of `ballast find-lr --format json`. Keys that have no value are null.
struct FindLRAnswer: Encodable {
    private let finding: LearningRateFinding
    private let training: TrialTraining

    init(_ finding: LearningRateFinding, _ training: TrialTraining) {
        self.finding = finding
        self.training = training
    }

    private enum Key: String, CodingKey {
        case schema, model, data, suggestion, suggestionBasis, suggestionEndLoss
        case highestStableRate, interval, intervalIsClosed, sharpness, sharpnessLimit
        case sharpnessAtStart, sharpnessLimitAtStart, sharpnessDetails, divergenceRate
        case lowestLossRate, steepestRate, rangeTest, rangeCurves, trials, seeds, guessingLoss
        case steps, notes
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(1, forKey: .schema)
        try container.encode(training.setup.configuration.model, forKey: .model)
        try container.encode(training.setup.configuration.data, forKey: .data)
        try encodeRates(&container)
        try encodeSharpness(&container)
        try container.encode(finding.range.divergenceRate, forKey: .divergenceRate)
        try container.encode(finding.range.lowestLossRate, forKey: .lowestLossRate)
        try container.encode(finding.range.steepestRate, forKey: .steepestRate)
        try container.encode(finding.range.points, forKey: .rangeTest)
        try container.encode(finding.curves, forKey: .rangeCurves)
        try container.encode(finding.interval.trials + finding.candidates, forKey: .trials)
        try container.encode(finding.curves.map(\.seed), forKey: .seeds)
        try container.encode(training.guessingLoss, forKey: .guessingLoss)
        try container.encode(finding.steps, forKey: .steps)
        try container.encode(finding.notes, forKey: .notes)
    }

    private func encodeRates(_ container: inout KeyedEncodingContainer<Key>) throws {
        let interval = finding.interval
        try container.encode(finding.suggestion?.learningRate, forKey: .suggestion)
        try container.encode(finding.suggestion?.basis, forKey: .suggestionBasis)
        try container.encode(finding.suggestion?.endLoss, forKey: .suggestionEndLoss)
        try container.encode(interval.stable, forKey: .highestStableRate)
        try container.encode([interval.stable, interval.unstable], forKey: .interval)
        try container.encode(interval.isClosed, forKey: .intervalIsClosed)
    }

    private func encodeSharpness(_ container: inout KeyedEncodingContainer<Key>) throws {
        let (start, warm) = (finding.startSharpness, finding.sharpness)
        try container.encode(warm?.eigenvalue.value, forKey: .sharpness)
        try container.encode(warm?.limit, forKey: .sharpnessLimit)
        try container.encode(start?.eigenvalue.value, forKey: .sharpnessAtStart)
        try container.encode(start?.limit, forKey: .sharpnessLimitAtStart)
        try container.encode([start, warm].compactMap { $0 }, forKey: .sharpnessDetails)
    }
}
