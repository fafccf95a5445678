/// How one element of a tensor is stored.
public enum DataType: String, Hashable, Sendable, Codable, CaseIterable {
    case float32
    case bfloat16
    /// Class labels.
    case int32
    /// The reference backend's arithmetic; the oneDNN backend has no such kernels.
    case float64

    public var byteCount: Int {
        switch self {
        case .bfloat16: 2
        case .float32, .int32: 4
        case .float64: 8
        }
    }
}
