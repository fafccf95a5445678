import BallastEvents

/// One thing that may let a training bear a higher learning rate, as a change of its configuration.
public struct RateRemedy: Hashable, Sendable {
    /// A part of a training that only one remedy of a combination can decide on.
    public enum Slot: String, Codable, Hashable, Sendable {
        case batch, clipping, decay, initialization, labels, momentum, normalization, optimizer
        case pixels, schedule, warmup
    }

    /// One word, such as `batch-norm`.
    public var name: String
    public var change: ConfigurationChange
    /// What it decides on.
    public var slots: Set<Slot>

    public init(_ name: String, _ change: ConfigurationChange, slots: Set<Slot>) {
        self.name = name
        self.change = change
        self.slots = slots
    }

    /// Whether both can be in one combination: neither decides on what the other does.
    public func goes(with other: RateRemedy) -> Bool {
        slots.isDisjoint(with: other.slots)
    }
}
