/// How one value stands against the recent course of its stream.
public struct SpikeReading: Codable, Hashable, Sendable {
    public var value: Double
    /// The median of the last calm values; nil before the first.
    public var level: Double?
    /// Robust deviations above the course; infinite for a value that is not finite, 0 where there
    /// is too little history.
    public var score: Double
    /// The score from which on a value is high.
    public var threshold: Double
    /// How many times the level the value is, both softened.
    public var ratio: Double
    /// The highest value that would have passed.
    public var allowed: Double
    /// Whether the value lies beyond what the course allows.
    public var isHigh: Bool
    /// High enough to be believed at once, without a second value.
    public var isExtreme: Bool
}
