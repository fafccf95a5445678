import Ballast

/// A sound training that faults are put into: a small model, its normalization and its data.
struct Base: Sendable {
    /// How long it trains, in steps of ``batchSize`` images.
    static let steps = 288
    static let batchSize = 32

    enum Data: String, CaseIterable, Sendable {
        case shapes, fashion
    }

    enum Architecture: Int, CaseIterable, Sendable {
        case perceptron, convolutions, mixed
    }

    let split: Split
    let data: Data
    let architecture: Architecture
    let normalization: NormalizationChoice

    var name: String { "\(architecture)-\(normalization.rawValue)-\(data.rawValue)" }

    /// All architectures on both data sets, normalized as asked for.
    static func all(
        _ split: Split, _ normalization: (Architecture) -> NormalizationChoice
    ) -> [Base] {
        Architecture.allCases.flatMap { architecture in
            Data.allCases.map {
                Base(
                    split: split, data: $0, architecture: architecture,
                    normalization: normalization(architecture))
            }
        }
    }

    /// Without normalization but for the convolutions.
    static func mixed(_ split: Split) -> [Base] {
        all(split) { $0 == .convolutions ? .batch : .none }
    }

    static func all(_ split: Split, _ normalization: NormalizationChoice) -> [Base] {
        all(split) { _ in normalization }
    }

    /// A recipe that trains soundly.
    var recipe: Recipe {
        var configuration = RunConfiguration()
        configuration.model = model
        configuration.normalization = normalization
        configuration.data = dataSpec
        configuration.imageSize = imageSize
        configuration.batchSize = Self.batchSize
        configuration.steps = Self.steps
        configuration.learningRate = learningRate
        configuration.initialization = .he
        configuration.validateEvery = .every(12)
        configuration.checkpointEvery = .every(24)
        configuration.guardMode = .observe
        return Recipe(
            configuration: configuration, trainingSamples: 1536, validationSamples: 256)
    }

    /// The same with so many images that one epoch lasts the whole run.
    var oneEpoch: Recipe {
        var recipe = recipe
        recipe.trainingSamples = Self.steps * Self.batchSize
        return recipe
    }

    /// The same model, deeper.
    var deepModel: String {
        switch (split, architecture) {
        case (.tuning, .perceptron): "mlp:depth=10,width=32"
        case (.tuning, .convolutions): "cnn:depth=8,width=8"
        case (.tuning, .mixed): "mlp:depth=7,width=48"
        case (.judging, .perceptron): "mlp:depth=12,width=24"
        case (.judging, .convolutions): "cnn:depth=7,width=8"
        case (.judging, .mixed): "mlp:depth=8,width=40"
        }
    }

    /// He's deviation of the weights of ``deepModel``'s hidden layers.
    var deepDeviation: Double {
        switch (split, architecture) {
        case (.tuning, .perceptron): 0.25
        case (.tuning, .convolutions): 0.167
        case (.tuning, .mixed): 0.204
        case (.judging, .perceptron): 0.289
        case (.judging, .convolutions): 0.167
        case (.judging, .mixed): 0.224
        }
    }

    /// A network of dense layers alone.
    var denseModel: String {
        switch (split, architecture) {
        case (.tuning, .perceptron): "mlp:depth=3,width=48"
        case (.tuning, .convolutions): "mlp:depth=5,width=40"
        case (.tuning, .mixed): "mlp:depth=2,width=64"
        case (.judging, .perceptron): "mlp:depth=4,width=32"
        case (.judging, .convolutions): "mlp:depth=6,width=48"
        case (.judging, .mixed): "mlp:depth=2,width=96"
        }
    }

    var model: String {
        switch (split, architecture) {
        case (.tuning, .perceptron): "mlp:depth=3,width=48"
        case (.tuning, .convolutions): "cnn:depth=3,width=16"
        case (.tuning, .mixed): "lenet5"
        case (.judging, .perceptron): "mlp:depth=4,width=32"
        case (.judging, .convolutions): "cnn:depth=4,width=16"
        case (.judging, .mixed): "mlp:depth=2,width=96"
        }
    }

    private var dataSpec: String {
        switch (split, data) {
        case (.tuning, .shapes): "shapes7:seed=1,difficulty=0,noise=0.02"
        case (.tuning, .fashion): "fashion-mnist:0-4"
        case (.judging, .shapes): "shapes7:seed=2,difficulty=0.1,noise=0.03"
        case (.judging, .fashion): "fashion-mnist:5-9"
        }
    }

    private var imageSize: Int {
        switch (split, data) {
        case (.tuning, .shapes): 14
        case (.tuning, .fashion): 14
        case (.judging, .shapes): 16
        case (.judging, .fashion): 12
        }
    }

    /// A rate well below the highest stable one.
    private var learningRate: Double {
        switch normalization {
        case .none: architecture == .convolutions ? 0.02 : 0.015
        case .batch, .group: 0.03
        }
    }
}
