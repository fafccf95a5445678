import BallastNN

/// What can be chosen about every model.
public struct ModelOptions: Hashable, Sendable {
    public var inputChannels: Int
    public var classes: Int
    /// Height and width of the images.
    public var imageSize: Int
    /// The model's own where nil.
    public var normalization: Normalization?
    /// The share of the new batch in batch normalization's running statistics; the model's own,
    /// 0.1, where nil.
    public var batchNormMomentum: Double?
    /// The nonlinearity of hidden layers; the model's own, a rectifier, where nil.
    public var activation: Activation?
    public var initialization: InitializationChoice
    /// The dropout rate before the last layer; the model's own where nil.
    public var dropout: Double?

    public init(
        inputChannels: Int = 3, classes: Int, imageSize: Int, normalization: Normalization? = nil,
        batchNormMomentum: Double? = nil, activation: Activation? = nil,
        initialization: InitializationChoice = .model, dropout: Double? = nil
    ) {
        self.inputChannels = inputChannels
        self.classes = classes
        self.imageSize = imageSize
        self.normalization = normalization
        self.batchNormMomentum = batchNormMomentum
        self.activation = activation
        self.initialization = initialization
        self.dropout = dropout
    }
}
