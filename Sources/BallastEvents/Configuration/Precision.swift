/// The arithmetic of activations and gradients; master weights are always float32.
public enum Precision: String, Codable, Sendable, CaseIterable {
    case float32
    case bfloat16
}
