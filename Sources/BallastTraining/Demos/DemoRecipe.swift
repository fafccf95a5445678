import BallastCore
import BallastEvents

/// What a demonstration trains, and the question it answers.
public struct DemoRecipe: Hashable, Sendable {
    public var name: DemoCase
    /// What a person with such a run asks.
    public var question: String
    /// The run that goes wrong.
    public var broken: RunConfiguration
    /// Repaired runs beside the one at the broken run's own values, each with a change of its own,
    /// such as another rate.
    public var companions: [ConfigurationChange]
    /// Runs to compare with that are not repaired, such as the broken one at a rate that it bears.
    public var references: [ConfigurationChange]
    /// How many times the broken run's own steps its diagnosis may re-run.
    public var replayRuns: Int

    public init(
        name: DemoCase, question: String, broken: RunConfiguration,
        companions: [ConfigurationChange] = [], references: [ConfigurationChange] = [],
        replayRuns: Int = 3
    ) {
        self.name = name
        self.question = question
        self.broken = broken
        self.companions = companions
        self.references = references
        self.replayRuns = replayRuns
    }

    /// The recipe of a case.
    ///
    /// - Parameters:
    ///   - model: nil for the case's own.
    ///   - isFull: the model's full form on larger images, where the case has one.
    /// - Throws: ``BallastError`` of kind `usage` for a model that the case does not know.
    public static func recipe(
        _ name: DemoCase, model: String? = nil, isFull: Bool = false, seed: UInt64 = 0,
        threads: Int? = nil
    ) throws -> DemoRecipe {
        var recipe =
            switch name {
            case .validationSpike: try validationSpike(model, isFull: isFull)
            case .nanAfterOneStep: nanAfterOneStep
            case .spikeAtEpoch: spikeAtEpoch
            case .smallBatchNorm: smallBatchNorm
            case .fixedOrder: fixedOrder
            }
        if let model, name != .validationSpike, model != recipe.broken.model {
            throw unknown(model, name, [recipe.broken.model])
        }
        recipe.broken.seed = seed
        recipe.broken.threads = threads
        return recipe
    }

    static func unknown(_ model: String, _ name: DemoCase, _ known: [String]) -> BallastError {
        BallastError(
            .usage, "\(name.rawValue) is not told with \(model)", at: "--model",
            mend: "choose from " + known.joined(separator: ", "))
    }
}
