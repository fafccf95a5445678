import Ballast

/// The answer of `ballast raise-lr --format json`. Keys that have no value are null.
struct RaiseLRAnswer: Encodable {
    private let found: RateRaising
    private let configuration: RunConfiguration
    private let budget: EffortBudget

    init(_ found: RateRaising, _ configuration: RunConfiguration, _ budget: EffortBudget) {
        self.found = found
        self.configuration = configuration
        self.budget = budget
    }

    private enum Key: String, CodingKey {
        case schema, baseline, target, remedies, combinations, best, configuration
        case rankedBy, horizon, steps, isComplete, notes
    }

    func encode(to encoder: any Encoder) throws {
        let row = { RaiseLRRow($0, found) }
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(1, forKey: .schema)
        try container.encode(row(found.baseline), forKey: .baseline)
        try container.encode(found.target, forKey: .target)
        try container.encode(found.remedies.map(row), forKey: .remedies)
        try container.encode(found.combinations.map(row), forKey: .combinations)
        try container.encode(found.best.map(row), forKey: .best)
        try container.encode(configuration, forKey: .configuration)
        try container.encode(found.cost, forKey: .rankedBy)
        try container.encode(found.plan.horizon, forKey: .horizon)
        try container.encode(budget.steps, forKey: .steps)
        try container.encode(found.isComplete, forKey: .isComplete)
        try container.encode(found.notes, forKey: .notes)
    }
}
