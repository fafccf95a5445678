/// What makes one validation better than another.
public enum ValidationMetric: String, Codable, Sendable, CaseIterable {
    /// Smaller is better.
    case loss
    /// Larger is better.
    case accuracy
    /// Larger is better.
    case topKAccuracy = "top-k-accuracy"

    /// The value of a validation.
    public func value(of record: ValidationRecord) -> Double {
        switch self {
        case .loss: record.loss
        case .accuracy: record.accuracy
        case .topKAccuracy: record.topKAccuracy
        }
    }

    /// Whether a value is better than another; what is not finite never is.
    public func isBetter(_ value: Double, than other: Double?) -> Bool {
        guard value.isFinite else { return false }
        guard let other else { return true }
        return self == .loss ? value < other : value > other
    }
}
