import Ballast

/// The answer of `ballast demo validation-spike --format json`.
struct DemoValidationSpikeResult: Encodable {
    /// One run: its validation curve in a few numbers, then all of its curves.
    struct Run: Encodable {
        let summary: ValidationSpikeSummary?
        let curves: ValidationSpikeCurves
        let path: String

        private enum Key: String, CodingKey {
            case run, recoveredStep
        }

        func encode(to encoder: any Encoder) throws {
            try summary?.encode(to: encoder)
            try curves.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(path, forKey: .run)
            // Written as null where there is none, so that the key is always there.
            try container.encode(summary?.recoveredStep, forKey: .recoveredStep)
        }
    }

    let `case` = DemoCase.validationSpike.rawValue
    /// What a model that only guesses scores.
    let guessingLoss: Double
    let before: Run
    let low: Run

    init(_ outcome: ValidationSpikeOutcome) {
        let run = { (curves: ValidationSpikeCurves, path: String) in
            Run(
                summary: ValidationSpikeSummary(curves, guessingLoss: outcome.guessingLoss),
                curves: curves, path: path)
        }
        guessingLoss = outcome.guessingLoss
        before = run(outcome.high, outcome.highPath)
        low = run(outcome.low, outcome.lowPath)
    }
}
