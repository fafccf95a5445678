import BallastEvents

/// What a counterfactual has shown.
public struct Trial: Sendable {
    public let intervention: Intervention
    /// The share of the control's damage that is gone, over the seeds.
    public let recoveredFraction: Double
    /// The 90 % interval of it.
    public let interval: ClosedRange<Double>
    public let seeds: Int

    /// The share of the damage that has to go for a cure.
    public static let cure = 0.75
    /// The share below which a change has made no difference.
    public static let nothing = 0.25

    public var cures: Bool { recoveredFraction >= Self.cure && interval.lowerBound >= 0.5 }
    public var failed: Bool { recoveredFraction < Self.nothing }

    /// - Parameter pairs: one of each seed.
    init(_ intervention: Intervention, _ pairs: [Bootstrap.Pair]) {
        self.intervention = intervention
        recoveredFraction = pairs.recoveredFraction
        interval = Bootstrap.interval(pairs)
        seeds = pairs.count
    }
}
