import BallastCore
import BallastNN

/// The models of this package, by the names that `--model` takes.
public enum ModelName: String, Hashable, Sendable, Codable, CaseIterable {
    case mlp
    /// 3×3 convolutions without shortcuts.
    case cnn
    case lenet5
    case resnet18
    /// ResNet-18 for small images: a 3×3 first convolution of stride 1 and no max pooling.
    case resnet18Small = "resnet18-small"
    case resnet34
    case resnet50
    case googlenet
    /// GoogLeNet for small images: a 3×3 first convolution of stride 1.
    case googlenetSmall = "googlenet-small"

    /// Reads a name as it stands on the command line.
    ///
    /// - Throws: a usage error that lists the names.
    public init(parsing text: String) throws(BallastError) {
        guard let name = ModelName(rawValue: text) else {
            let names = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw BallastError(
                .usage, "there is no model \"\(text)\"", at: "--model",
                mend: "Choose one of \(names).")
        }
        self = name
    }

    /// The model.
    ///
    /// - Throws: a usage error where the options cannot be meant: fewer than one channel or class,
    ///   a dropout rate outside `0 ..< 1`, or images too small for the model.
    public func make(_ options: ModelOptions) throws(BallastError) -> any Model {
        try Self.check(options)
        let model: any Model =
            switch self {
            case .mlp: MLP(options)
            case .cnn: PlainCNN(options)
            case .lenet5: LeNet5(options)
            case .resnet18: ResNet(.resnet18, options)
            case .resnet18Small: ResNet(.resnet18, options, isSmall: true)
            case .resnet34: ResNet(.resnet34, options)
            case .resnet50: ResNet(.resnet50, options)
            case .googlenet: GoogLeNet(options)
            case .googlenetSmall: GoogLeNet(options, isSmall: true)
            }
        try model.checkImageSize(options.imageSize)
        return model
    }

    /// The normalization that the model has where none is asked for.
    public var defaultNormalization: Normalization {
        switch self {
        case .mlp: MLP.defaultNormalization
        case .cnn: PlainCNN.defaultNormalization
        case .lenet5: LeNet5.defaultNormalization
        case .resnet18, .resnet18Small, .resnet34, .resnet50: ResNet.defaultNormalization
        case .googlenet, .googlenetSmall: GoogLeNet.defaultNormalization
        }
    }

    /// Whether a ``ModelSpec`` may give it a depth and a width.
    public var hasExtent: Bool { self == .mlp || self == .cnn }

    static func check(_ options: ModelOptions) throws(BallastError) {
        if options.classes < 1 {
            throw BallastError(
                .usage, "\(options.classes) classes cannot be told apart", at: "--classes",
                mend: "Give a positive number.")
        }
        if options.inputChannels < 1 {
            throw BallastError(.usage, "images of \(options.inputChannels) channels", at: "--data")
        }
        if let rate = options.dropout, !(0..<1).contains(rate) {
            throw BallastError(
                .usage, "a dropout rate of \(rate) is not in 0 ..< 1", at: "--dropout",
                mend: "Give the share of elements to zero, such as 0.2.")
        }
    }
}
