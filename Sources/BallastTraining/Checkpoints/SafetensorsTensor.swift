import BallastCore

/// One named tensor of a safetensors file, last dimension fastest.
public struct SafetensorsTensor: Equatable, Sendable {
    /// All floating types are held as float32; integers stay what they are.
    public enum Values: Equatable, Sendable {
        case floats([Float])
        case integers([Int64])

        public var count: Int {
            switch self {
            case .floats(let values): values.count
            case .integers(let values): values.count
            }
        }
    }

    public let name: String
    public let shape: Shape
    /// How the file that was read stores the elements; written are F32 and I64 only.
    public let type: SafetensorsType
    public let values: Values

    /// - Precondition: `values` has `shape.count` elements.
    public init(name: String, shape: Shape, floats values: [Float]) {
        self.init(name: name, shape: shape, type: .float32, values: .floats(values))
    }

    /// - Precondition: `values` has `shape.count` elements.
    public init(name: String, shape: Shape, integers values: [Int64]) {
        self.init(name: name, shape: shape, type: .int64, values: .integers(values))
    }

    init(name: String, shape: Shape, type: SafetensorsType, values: Values) {
        precondition(
            values.count == shape.count,
            "\(values.count) values do not fill '\(name)' of shape \(shape)")
        self.name = name
        self.shape = shape
        self.type = type
        self.values = values
    }

    /// The floating values, or nil for an integer tensor.
    public var hostTensor: HostTensor? {
        guard case .floats(let values) = values else { return nil }
        return HostTensor(shape: shape, values: values)
    }
}
