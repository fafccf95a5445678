import BallastEvents

/// One excursion of a stream above its course.
public struct Spike: Codable, Hashable, Sendable {
    /// The first high value's step.
    public var onset: Int
    public var peakStep: Int
    /// The highest finite value; infinite where there was none.
    public var peak: Double
    /// The local level before it; nil where it began with the stream.
    public var level: Double?
    /// The highest score, infinite with a value that is not finite.
    public var score: Double
    public var threshold: Double
    /// The value that would still have passed at the onset.
    public var allowed: Double
    /// The step of the last value that was not calm.
    public var lastStep: Int
    /// Values seen since the onset.
    public var values: Int
    /// Of these the high ones.
    public var highValues: Int
    public var hasNonFinite: Bool
    /// Whether it is more than one odd batch: extreme, or high several times.
    public var isConfirmed: Bool
    /// Nil while it lasts.
    public var outcome: SpikeOutcome?
}
