/// The rules by which gradients become updates.
public enum OptimizerName: String, Codable, Sendable, CaseIterable {
    case sgd
    case adam
    case adamw
    case rmsprop
}
