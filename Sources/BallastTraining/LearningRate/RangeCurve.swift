/// The range test of one seed.
public struct RangeCurve: Codable, Hashable, Sendable {
    public enum Ending: String, Codable, Sendable {
        /// All points were made.
        case completed
        /// The smoothed loss was beyond ``RangeTest/divergenceFactor`` times its lowest.
        case diverged
        /// The loss, a gradient or a proposed weight was not finite.
        case nonFinite
        /// The budget was spent.
        case stopped
    }

    public var seed: UInt64
    /// In the order of the sweep; at the end of a divergence the point that showed it.
    public var points: [RangePoint]
    public var ending: Ending

    public init(seed: UInt64, points: [RangePoint], ending: Ending) {
        self.seed = seed
        self.points = points
        self.ending = ending
    }

    /// The rate at which the test ended by divergence; nil where it did not.
    public var divergenceRate: Double? {
        ending == .diverged || ending == .nonFinite ? points.last?.learningRate : nil
    }
}
