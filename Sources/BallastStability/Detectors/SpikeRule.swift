/// When a value of a stream counts as a spike, and when it counts as recovered.
///
/// The base is that of OLMo-core's and PaLM's practice: six robust deviations over 128 steps, and
/// half as much again as the local level.
public struct SpikeRule: Codable, Hashable, Sendable {
    /// Residuals that the spread is taken from.
    public var window: Int
    /// Values whose median is the local level.
    public var levelWindow: Int
    /// Residuals that must be there before they are judged by their spread.
    public var minimumHistory: Int
    /// Robust deviations beyond which a value is high, for a full window; more for a short one.
    public var threshold: Double
    /// How many times the local level a high value is at least.
    public var ratio: Double
    /// The share of the stream's early level that is added to every value before its logarithm,
    /// so that relative noise about nothing is not seen.
    public var softening: Double
    /// Calm values in a row that end a spike.
    public var calmValues: Int
    /// High values from which on a spike that is not extreme is confirmed.
    public var confirmingValues: Int
    /// The most values of a recovery that is called fast.
    public var fastRecovery: Int
    /// How many times what guessing costs is a spike by itself, without any history.
    public var absoluteRatio: Double
    /// Whether the first value is that of untrained weights, as the first training loss is.
    public var startsUntrained: Bool

    /// The loss of training batches.
    public static let trainingLoss = SpikeRule(
        window: 128, levelWindow: 15, minimumHistory: 12, threshold: 6, ratio: 1.5,
        softening: 0.05, calmValues: 3, confirmingValues: 3, fastRecovery: 20, absoluteRatio: 2,
        startsUntrained: true)

    /// The norm of the gradients, whose tails are heavier and which grows by itself at first.
    public static let gradientNorm = SpikeRule(
        window: 128, levelWindow: 15, minimumHistory: 12, threshold: 6, ratio: 4,
        softening: 0.25, calmValues: 3, confirmingValues: 2, fastRecovery: 20,
        absoluteRatio: .infinity, startsUntrained: true)

    /// The loss of validations, of which there are few and each over many samples.
    public static let validationLoss = SpikeRule(
        window: 32, levelWindow: 5, minimumHistory: 4, threshold: 6, ratio: 1.5,
        softening: 0.05, calmValues: 1, confirmingValues: 1, fastRecovery: 2, absoluteRatio: 2,
        startsUntrained: false)
}
