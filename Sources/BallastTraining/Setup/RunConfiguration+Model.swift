import BallastCore
import BallastEvents
import BallastModels
import BallastNN

extension RunConfiguration {
    /// The model that a configuration names, for images and classes that are known.
    ///
    /// - Throws: ``BallastError`` of kind `usage` for a name that does not exist and for images
    ///   that are too small for the model.
    public func makeModel(channels: Int, classes: Int, imageSize: Int) throws -> any Model {
        let options = ModelOptions(
            inputChannels: channels, classes: classes, imageSize: imageSize,
            normalization: normalization.map {
                switch $0 {
                case .none: Normalization.none
                case .batch: .batch
                case .group: .group
                }
            },
            batchNormMomentum: batchnormMomentum,
            activation: activation.map {
                switch $0 {
                case .relu: Activation.relu
                case .leakyReLU: .leakyReLU()
                case .tanh: .tanh
                case .sigmoid: .sigmoid
                }
            },
            initialization: initialization.map(InitializationChoice.init) ?? .model)
        return try ModelSpec(parsing: model).make(options)
    }
}

extension InitializationChoice {
    fileprivate init(_ initialization: Initialization) {
        let weights: Weights =
            switch initialization.weights {
            case .torchvision: .model
            case .normal(let deviation): .normal(standardDeviation: deviation)
            case .pytorchDefault: .pytorchDefault
            case .he: .he
            }
        self.init(weights, bias: initialization.bias)
    }
}
