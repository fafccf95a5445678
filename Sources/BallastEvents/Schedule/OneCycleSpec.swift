/// The parameters of `onecycle` (Smith and Topin, "Super-convergence", 2018), named as PyTorch's
/// `OneCycleLR` names them, with its defaults.
public struct OneCycleSpec: Hashable, Sendable {
    /// The highest rate; nil: the run's base learning rate.
    public var maximum: Double?
    /// The length of the cycle in the schedule's unit; nil: the whole run.
    public var total: Int?
    /// The fraction of the cycle during which the rate rises.
    public var start = 0.3
    /// The highest rate divided by the first.
    public var divisor = 25.0
    /// The first rate divided by the last.
    public var finalDivisor = 1e4
    /// Whether momentum moves against the rate, between the two below.
    public var cyclesMomentum = true
    public var baseMomentum = 0.85
    public var maximumMomentum = 0.95

    public init() {}
}
