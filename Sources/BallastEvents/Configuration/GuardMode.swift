/// What the guard may do about a step that it judges to be unsound.
///
/// A non-finite update is never committed in any mode; with `off` and `observe` the run ends there.
public enum GuardMode: String, Codable, Sendable, CaseIterable {
    /// Only the test for non-finite updates.
    case off
    /// Findings are written, the run is left as it is.
    case observe
    /// Findings are written and acted on.
    case repair
}
