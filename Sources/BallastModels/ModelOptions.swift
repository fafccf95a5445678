import BallastNN

/// What can be chosen about every model.
public struct ModelOptions: Hashable, Sendable {
    public var inputChannels: Int
    public var classes: Int
    /// Height and width of the images.
    public var imageSize: Int
    /// The model's own where nil.
    public var normalization: Normalization?
    public var initialization: InitializationChoice
    /// The dropout rate before the last layer; the model's own where nil.
    public var dropout: Double?

    public init(
        inputChannels: Int = 3, classes: Int, imageSize: Int, normalization: Normalization? = nil,
        initialization: InitializationChoice = .model, dropout: Double? = nil
    ) {
        self.inputChannels = inputChannels
        self.classes = classes
        self.imageSize = imageSize
        self.normalization = normalization
        self.initialization = initialization
        self.dropout = dropout
    }
}
