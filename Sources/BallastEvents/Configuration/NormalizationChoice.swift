/// The normalization layers that a model is built with.
public enum NormalizationChoice: String, Codable, Sendable, CaseIterable {
    case none
    case batch
    case group
}
