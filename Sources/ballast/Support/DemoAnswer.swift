import Ballast

/// The answer of `ballast demo --format json`.
struct DemoAnswer: Encodable {
    /// One run: its course in a few numbers, then its curves.
    struct Run: Encodable {
        private let run: DemoOutcome.Run

        init(_ run: DemoOutcome.Run) {
            self.run = run
        }

        private enum Key: String, CodingKey {
            case run, learningRate, trainLoss, validationLoss, validationSteps
        }

        func encode(to encoder: any Encoder) throws {
            try run.summary.encode(to: encoder)
            var fields = encoder.container(keyedBy: Key.self)
            try fields.encode(run.path, forKey: .run)
            try fields.encode(run.record.configuration?.learningRate, forKey: .learningRate)
            try fields.encode(run.record[.trainLoss].values, forKey: .trainLoss)
            try fields.encode(run.record[.validationLoss].values, forKey: .validationLoss)
            try fields.encode(run.record[.validationLoss].steps, forKey: .validationSteps)
        }
    }

    private let `case`: DemoCase
    /// What a model that only guesses scores.
    private let guessingLoss: Double
    private let before: Run
    /// The leading cause; null where none is at least possible.
    private let diagnosis: CauseReport?
    private let after: Run?
    private let companions: [Run]
    private let references: [Run]

    private enum Key: String, CodingKey {
        case `case`, guessingLoss, before, diagnosis, after, companions, references
    }

    init(_ outcome: DemoOutcome) {
        `case` = outcome.recipe.name
        guessingLoss = outcome.guessingLoss
        before = Run(outcome.before)
        diagnosis = outcome.diagnosis.leadingCause
        after = outcome.after.map(Run.init)
        companions = outcome.companions.map(Run.init)
        references = outcome.references.map(Run.init)
    }

    /// Writes every key; null where there is nothing.
    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(`case`, forKey: .case)
        try fields.encode(guessingLoss, forKey: .guessingLoss)
        try fields.encode(before, forKey: .before)
        try fields.encode(diagnosis, forKey: .diagnosis)
        try fields.encode(after, forKey: .after)
        try fields.encode(companions, forKey: .companions)
        try fields.encode(references, forKey: .references)
    }
}
