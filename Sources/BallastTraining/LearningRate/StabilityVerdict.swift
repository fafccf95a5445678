/// What a short training at one rate came to.
public enum StabilityVerdict: String, Codable, Hashable, Sendable {
    case stable
    /// A loss, a gradient or a proposed weight was not finite.
    case nonFinite
    /// The loss stayed beyond four times its start for a quarter of the horizon.
    case diverged
    /// The loss ended above its start.
    case raised
    /// The loss rose above its start and came back to it at best, or it lost more than half of what
    /// it had gained.
    case unrecovered
    /// The network ended with one and the same answer for every image.
    case collapsed
}
