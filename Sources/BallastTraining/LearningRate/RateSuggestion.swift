/// The learning rate to train at, and what speaks for it.
public struct RateSuggestion: Hashable, Sendable {
    /// What a suggestion rests on, the best first.
    public enum Basis: String, Codable, Sendable {
        /// Trials of all seeds at this very rate.
        case trials
        /// Half of the highest stable rate, which was not tried itself.
        case stableRate
        /// Half of the limit by the sharpness, because no rate is known to be stable.
        case sharpness
        /// A tenth of the rate at which the range test's loss was lowest, likewise.
        case rangeTest
    }

    public var learningRate: Double
    public var basis: Basis
    /// The mean loss at the end of the trials at this rate.
    public var endLoss: Double?

    public init(learningRate: Double, basis: Basis, endLoss: Double? = nil) {
        self.learningRate = learningRate
        self.basis = basis
        self.endLoss = endLoss
    }
}
