/// What became of a proposed update.
public enum GuardAction: String, Codable, Sendable, CaseIterable {
    case commit
    case skip
    case clip
    case scale
    case rollBack
    /// The update is refused and the run ends.
    case stop
}
