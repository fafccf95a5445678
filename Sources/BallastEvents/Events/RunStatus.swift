/// How a run stands.
public enum RunStatus: String, Codable, Sendable, CaseIterable {
    case running
    case completed
    /// Ended by a non-finite or hopeless loss that was not recovered.
    case diverged
    /// Stopped from outside after a checkpoint.
    case interrupted
    /// Ended by a fault of the world or of Ballast.
    case failed
}
