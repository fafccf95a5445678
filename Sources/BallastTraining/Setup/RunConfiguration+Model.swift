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
        let choice: InitializationChoice =
            try initialization.map { try .init(parsing: $0.description) } ?? .model
        let options = ModelOptions(
            inputChannels: channels, classes: classes, imageSize: imageSize,
            normalization: normalization.map {
                switch $0 {
                case .none: Normalization.none
                case .batch: .batch
                case .group: .group
                }
            },
            initialization: choice)
        return try ModelName(parsing: model).make(options)
    }
}
