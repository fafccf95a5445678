/// How a whole model's parameters begin where its own way shall not count.
public struct InitializationChoice: Hashable, Sendable {
    /// How the weights of convolutions and linear layers begin.
    public enum Weights: Hashable, Sendable {
        /// As the model says, which for the models of this package is torchvision's way.
        case model
        /// Normal with mean 0, the same deviation in every layer.
        case normal(standardDeviation: Double)
        /// ``Initializer/kaimingUniform`` everywhere.
        case pytorchDefault
        /// ``Initializer/kaimingNormal(_:squaredGain:)`` by inputs everywhere.
        case he
    }

    public var weights: Weights
    /// What biases of convolutions and linear layers and shifts of normalization layers begin
    /// with, but for the last layer's; nil: as the layers say.
    public var bias: Double?
    /// The squared gain of the activation, by which Kaiming's normal weights are scaled.
    public var squaredGain: Double

    public init(_ weights: Weights, bias: Double? = nil, squaredGain: Double = 2) {
        self.weights = weights
        self.bias = bias
        self.squaredGain = squaredGain
    }

    public static let model = InitializationChoice(.model)
    public static let pytorchDefault = InitializationChoice(.pytorchDefault)
    public static let he = InitializationChoice(.he)

    public static func normal(standardDeviation: Double) -> InitializationChoice {
        InitializationChoice(.normal(standardDeviation: standardDeviation))
    }

    /// The same choice for hidden layers that end in `activation`.
    public func adapted(to activation: Activation) -> InitializationChoice {
        InitializationChoice(weights, bias: bias, squaredGain: activation.squaredGain)
    }

    func weightInitializer(replacing initializer: Initializer) -> Initializer {
        switch (weights, initializer) {
        case (.model, .kaimingNormal(let fan, _)):
            .kaimingNormal(fan, squaredGain: squaredGain)
        case (.model, _): initializer
        case (.normal(let deviation), _): .normal(standardDeviation: deviation)
        case (.pytorchDefault, _): .kaimingUniform
        case (.he, _): .kaimingNormal(.input, squaredGain: squaredGain)
        }
    }

    func biasInitializer(replacing initializer: Initializer) -> Initializer {
        bias.map { .constant($0) } ?? initializer
    }
}
