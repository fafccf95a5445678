/// The rules by which gradients become updates.
public enum OptimizerName: String, Codable, Sendable, CaseIterable {
    case sgd
    case adam
    case adamw
    case rmsprop

    /// Whether it divides gradients by an average of their size, so that the length of its steps
    /// does not depend on it.
    public var isAdaptive: Bool { self != .sgd }
}
