/// What a diagnosis says of a whole run.
public enum Health: String, Codable, Hashable, Sendable, CaseIterable {
    /// No cause is even possible.
    case healthy
    /// Some cause is at least possible.
    case unhealthy
    /// The record is too thin to say.
    case undetermined
}
