/// Between which rates a training ceases to be stable.
public struct StableRateInterval: Hashable, Sendable {
    /// The highest rate at which the trials of all seeds were stable; nil where there was none.
    public var stable: Double?
    /// The lowest rate at which a seed's was not; nil where there was none.
    public var unstable: Double?
    /// Every trial, in the order in which they were made. A rate's trials end with the first seed
    /// that was not stable.
    public var trials: [RateTrial]
    /// Whether the bracket was closed to the resolution and the stable rate confirmed; else the
    /// budget was spent, or a bound was met.
    public var isClosed: Bool

    public init(stable: Double?, unstable: Double?, trials: [RateTrial], isClosed: Bool) {
        self.stable = stable
        self.unstable = unstable
        self.trials = trials
        self.isClosed = isClosed
    }
}
