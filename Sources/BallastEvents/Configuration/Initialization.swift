/// How weights begin; as text `torchvision` or `normal:DEVIATION`.
public enum Initialization: Hashable, Sendable {
    /// What torchvision's constructor of the same model does.
    case torchvision
    /// Every convolution and linear weight drawn from a normal distribution around 0 with that
    /// standard deviation; biases 0.
    case normal(Double)
}

extension Initialization: LosslessStringConvertible {
    /// Nil unless `text` is one of the two forms, the deviation being positive and finite.
    public init?(_ text: String) {
        if text == "torchvision" {
            self = .torchvision
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "normal", let deviation = Double(parts[1]),
            deviation > 0, deviation.isFinite
        else { return nil }
        self = .normal(deviation)
    }

    public var description: String {
        switch self {
        case .torchvision: "torchvision"
        case .normal(let deviation): "normal:\(deviation)"
        }
    }
}

extension Initialization: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Initialization(text) else {
            throw decoder.corrupted("'\(text)' is neither 'torchvision' nor 'normal:DEVIATION'")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
