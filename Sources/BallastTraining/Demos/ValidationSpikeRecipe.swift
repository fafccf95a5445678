import BallastEvents

/// What the demonstration of a validation spike trains: one model twice, at a low and at a high
/// learning rate, all else equal.
public struct ValidationSpikeRecipe: Hashable, Sendable {
    public var data = "fashion-mnist:0-6"
    public var model = "googlenet-small"
    /// Height and width of the images.
    public var imageSize = 32
    public var initialization = Initialization.normal(0.03)
    public var lowRate = 0.02
    public var highRate = 0.12
    /// Iterations of each run.
    public var steps = 60
    public var batchSize = 128
    public var seed: UInt64 = 0
    /// Nil: all cores.
    public var threads: Int?
    /// Training batches over which the running statistics are re-estimated after every iteration.
    public var reestimationBatches = 2

    public init() {}

    /// The whole GoogLeNet on 64×64 pixels.
    public static var full: ValidationSpikeRecipe {
        var recipe = ValidationSpikeRecipe()
        recipe.model = "googlenet"
        recipe.imageSize = 64
        return recipe
    }

    /// The configuration of the run at one rate: one and the same validation batch after every
    /// iteration, as in a training script that breaks out of its validation loop.
    public func configuration(learningRate: Double) -> RunConfiguration {
        var configuration = RunConfiguration()
        configuration.data = data
        configuration.model = model
        configuration.imageSize = imageSize
        configuration.initialization = initialization
        configuration.learningRate = learningRate
        configuration.momentum = 0.7
        configuration.weightDecay = 0.001
        configuration.steps = steps
        configuration.batchSize = batchSize
        configuration.seed = seed
        configuration.threads = threads
        configuration.validateEvery = .every(1)
        configuration.validationBatches = .count(1)
        configuration.checkpointEvery = .every(max(1, steps))
        configuration.guardMode = .observe
        return configuration
    }
}
