/// Which of a slot's two buffers an operation reads.
public enum StateVersion: Hashable, Sendable {
    /// What the last accepted step left.
    case committed
    /// What this step has written so far and nobody has accepted yet.
    case proposed
}
