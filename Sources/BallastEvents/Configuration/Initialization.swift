/// How parameters begin; as text `torchvision`, `normal:DEVIATION`, `pytorch-default` or `he`, each
/// with a bias or without: `he:bias=-1`, `normal:0.05,bias=-2`.
public struct Initialization: Hashable, Sendable {
    /// How the weights of convolutions and linear layers begin.
    public enum Weights: Hashable, Sendable {
        /// What torchvision's constructor of the same model does.
        case torchvision
        /// Drawn from a normal distribution around 0 with that standard deviation.
        case normal(Double)
        /// What PyTorch's layers do where a model says nothing: uniform by the number of inputs.
        case pytorchDefault
        /// Normal with the deviation √(2 / inputs) of He et al. 2015, where 2 is the squared gain
        /// of a rectifier; other activations have theirs.
        case he
    }

    public var weights: Weights
    /// What every bias of a hidden layer begins with, shifts of normalization layers included;
    /// nil: what the layers do. The last layer's bias is left as it is.
    public var bias: Double?

    public init(_ weights: Weights, bias: Double? = nil) {
        self.weights = weights
        self.bias = bias
    }

    public static let torchvision = Initialization(.torchvision)
    public static let pytorchDefault = Initialization(.pytorchDefault)
    public static let he = Initialization(.he)

    public static func normal(_ deviation: Double) -> Initialization {
        Initialization(.normal(deviation))
    }

    /// The forms that exist, for messages.
    public static let usage =
        "torchvision, normal:STD such as normal:0.01, pytorch-default or he, "
        + "each also with a bias, such as he:bias=-1 or normal:0.05,bias=-2"
}

extension Initialization: LosslessStringConvertible {
    /// Nil unless `text` is one of the forms, the deviation being positive and finite and the bias
    /// finite.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var arguments =
            parts.count == 2 ? parts[1].split(separator: ",", omittingEmptySubsequences: false) : []
        switch parts[0] {
        case "torchvision": weights = .torchvision
        case "pytorch-default": weights = .pytorchDefault
        case "he": weights = .he
        case "normal":
            guard let first = arguments.first, let deviation = Double(first), deviation > 0,
                deviation.isFinite
            else { return nil }
            weights = .normal(deviation)
            arguments.removeFirst()
            if arguments.isEmpty { return }
        default: return nil
        }
        guard parts.count == 2 else { return }
        guard arguments.count == 1, arguments[0].hasPrefix("bias="),
            let value = Double(arguments[0].dropFirst(5)), value.isFinite
        else { return nil }
        bias = value
    }

    public var description: String {
        let (name, deviation) =
            switch weights {
            case .torchvision: ("torchvision", nil as String?)
            case .normal(let deviation): ("normal", "\(deviation)")
            case .pytorchDefault: ("pytorch-default", nil)
            case .he: ("he", nil)
            }
        let arguments = [deviation, bias.map { "bias=\($0)" }].compactMap { $0 }
        return arguments.isEmpty ? name : name + ":" + arguments.joined(separator: ",")
    }
}

extension Initialization: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Initialization(text) else {
            throw decoder.corrupted("'\(text)' is none of \(Self.usage)")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
