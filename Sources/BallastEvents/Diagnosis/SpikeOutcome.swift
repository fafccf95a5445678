/// How a spike ended.
public enum SpikeOutcome: String, Codable, Hashable, Sendable, CaseIterable {
    case fastRecovery = "fast-recovery"
    case slowRecovery = "slow-recovery"
    case noRecovery = "no-recovery"
    /// The loss left its course without a jump and did not come back.
    case divergence
    /// The jump stands where a run was resumed.
    case resumeArtefact = "resume-artefact"
}
