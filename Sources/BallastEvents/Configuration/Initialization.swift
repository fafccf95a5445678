/// How weights begin; as text `torchvision`, `normal:DEVIATION`, `pytorch-default` or `he`.
public enum Initialization: Hashable, Sendable {
    /// What torchvision's constructor of the same model does.
    case torchvision
    /// Every convolution and linear weight drawn from a normal distribution around 0 with that
    /// standard deviation; biases 0.
    case normal(Double)
    /// What PyTorch's layers do where a model says nothing: uniform by the number of inputs.
    case pytorchDefault
    /// Normal with the deviation √(2 / inputs) of He et al. 2015.
    case he
}

extension Initialization: LosslessStringConvertible {
    /// Nil unless `text` is one of the forms, the deviation being positive and finite.
    public init?(_ text: String) {
        switch text {
        case "torchvision": self = .torchvision
        case "pytorch-default": self = .pytorchDefault
        case "he": self = .he
        default:
            guard text.hasPrefix("normal:"), let deviation = Double(text.dropFirst(7)),
                deviation > 0, deviation.isFinite
            else { return nil }
            self = .normal(deviation)
        }
    }

    public var description: String {
        switch self {
        case .torchvision: "torchvision"
        case .normal(let deviation): "normal:\(deviation)"
        case .pytorchDefault: "pytorch-default"
        case .he: "he"
        }
    }
}

extension Initialization: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Initialization(text) else {
            throw decoder.corrupted(
                "'\(text)' is none of torchvision, normal:DEVIATION, pytorch-default and he")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
