/// Which statistics the normalization layers used during a validation.
public enum ValidationMode: String, Codable, Sendable, CaseIterable {
    /// The running averages, as at inference.
    case eval
    /// Those of each validation batch itself.
    case batchStatistics
    /// Averages estimated anew over training batches under the current weights.
    case reestimated
}
