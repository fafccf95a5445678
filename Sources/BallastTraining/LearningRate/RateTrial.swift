/// A short training at one rate with one seed.
public struct RateTrial: Codable, Hashable, Sendable {
    public var learningRate: Double
    public var seed: UInt64
    public var verdict: StabilityVerdict
    /// Steps made; fewer than the horizon where the trial was hopeless.
    public var steps: Int
    /// The mean loss before the first update.
    public var startLoss: Double
    /// The highest loss of a step.
    public var peakLoss: Double
    /// The mean loss of the end, see ``StabilityJudge``.
    public var endLoss: Double

    public init(
        learningRate: Double, seed: UInt64, verdict: StabilityVerdict, steps: Int,
        startLoss: Double, peakLoss: Double, endLoss: Double
    ) {
        self.learningRate = learningRate
        self.seed = seed
        self.verdict = verdict
        self.steps = steps
        self.startLoss = startLoss
        self.peakLoss = peakLoss
        self.endLoss = endLoss
    }
}
