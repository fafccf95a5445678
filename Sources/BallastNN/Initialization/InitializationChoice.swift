import BallastCore

/// How a whole model's convolution and linear weights begin; biases and norms are not touched.
public enum InitializationChoice: Hashable, Sendable {
    /// As the model says, which for the models of this package is torchvision's way.
    case model
    /// Normal with mean 0, the same deviation in every layer.
    case normal(standardDeviation: Double)
    /// ``Initializer/kaimingUniform`` everywhere.
    case pytorchDefault
    /// ``Initializer/kaimingNormal(_:)`` by inputs everywhere.
    case he

    /// Reads `torchvision`, `normal:STD`, `pytorch-default` or `he`.
    ///
    /// - Throws: a usage error that names the choices.
    public init(parsing text: String) throws(BallastError) {
        switch text {
        case "torchvision": self = .model
        case "pytorch-default": self = .pytorchDefault
        case "he": self = .he
        default:
            guard text.hasPrefix("normal:"), let deviation = Double(text.dropFirst(7)),
                deviation > 0, deviation.isFinite
            else {
                throw BallastError(
                    .usage, "\"\(text)\" is not an initialization", at: "--initialization",
                    mend: "Give torchvision, pytorch-default, he or normal:STD with STD > 0, "
                        + "such as normal:0.01.")
            }
            self = .normal(standardDeviation: deviation)
        }
    }

    func weightInitializer(replacing initializer: Initializer) -> Initializer {
        switch self {
        case .model: initializer
        case .normal(let deviation): .normal(standardDeviation: deviation)
        case .pytorchDefault: .kaimingUniform
        case .he: .kaimingNormal(.input)
        }
    }
}

extension InitializationChoice: CustomStringConvertible {
    /// The text that ``init(parsing:)`` reads.
    public var description: String {
        switch self {
        case .model: "torchvision"
        case .normal(let deviation): "normal:\(deviation)"
        case .pytorchDefault: "pytorch-default"
        case .he: "he"
        }
    }
}
