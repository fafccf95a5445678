/// One re-run of a diagnosis: what was changed, and the course of the complaint's channel.
public struct ReplaySummary: Codable, Hashable, Sendable {
    public var intervention: Intervention
    public var seed: UInt64
    /// The checkpoint that it began from.
    public var fromStep: Int
    public var channel: Channel
    public var steps: [Int]
    public var values: [Double]
    /// The share of the control's damage that is gone; nil for the control itself.
    public var recoveredFraction: Double?

    public init(
        intervention: Intervention, seed: UInt64, fromStep: Int, channel: Channel, steps: [Int],
        values: [Double], recoveredFraction: Double?
    ) {
        self.intervention = intervention
        self.seed = seed
        self.fromStep = fromStep
        self.channel = channel
        self.steps = steps
        self.values = values
        self.recoveredFraction = recoveredFraction
    }
}
