/// Everything that decides a run, with the defaults of `ballast train`.
///
/// Each property is an option of the command line and a key of the YAML file; ``Key`` names them.
/// Nil means "the model's own", "the data's own" or "none", as the property says.
public struct RunConfiguration: Hashable, Sendable {
    // Data
    /// The training data: a built-in set's name with options, or a folder.
    public var data = "shapes7"
    /// The validation data; nil: the data's own test part, else 15 % held out, stratified.
    public var validationData: String?
    /// Height and width in pixels; nil: the data's own, 32 for shapes7.
    public var imageSize: Int?
    /// The number of classes; nil: the data's own.
    public var classes: Int?
    public var onBadFile = BadFilePolicy.fail
    /// The order of the training samples.
    public var order = SampleOrder.shuffled
    /// What permutations are drawn from; nil: `seed`. With another the order changes alone, while
    /// initial weights and dropout stay.
    public var orderSeed: UInt64?
    /// How many training images are used, the same share of each class; nil: all.
    public var subset: Int?
    /// Whether the images that do not fill the last batch of an epoch are left out of it.
    public var dropLast = true
    /// What stored images go through before the model sees them, as
    /// `STEP[:key=value,…]+STEP…`; nil: nothing.
    public var transform: String?
    public var pixels = PixelScale.standardized
    /// What is subtracted per channel, on the 0…1 scale, in the place of what is measured.
    public var mean: [Double]?
    /// What is then divided by.
    public var std: [Double]?

    // Model
    public var model = "resnet18-small"
    /// Nil: the model's own.
    public var normalization: NormalizationChoice?
    /// The weight of the new batch in batch normalization's running statistics, PyTorch's
    /// convention; nil: the model's own, 0.1.
    public var batchnormMomentum: Double?
    /// Nil: the model's own, a rectifier.
    public var activation: ActivationChoice?
    /// A safetensors file to start from; nil: random weights.
    public var weights: String?
    /// A pattern of parameter names that are not trained; nil: all are.
    public var freeze: String?
    /// Nil: torchvision's.
    public var initialization: Initialization?

    // Machine
    public var precision = Precision.float32
    /// Nil: all cores, but 1 for tiny graphs.
    public var threads: Int?
    /// Threads that read batches ahead; nil: one where that is of use. The batches are the same.
    public var loaderThreads: Int?
    public var seed: UInt64 = 0

    // Length, validation, checkpoints
    /// Passes over the training data; nil with `steps` nil means ``defaultEpochs``.
    public var epochs: Int?
    /// Updates; excludes `epochs`.
    public var steps: Int?
    public var validateEvery = Interval.epoch
    public var validationBatches = BatchCount.all
    /// Over how many of the coming training batches the running statistics are taken anew, and
    /// kept, before each validation; 0: they stay the running averages.
    public var reestimate = 0
    /// Nil: the run has its full length.
    public var earlyStop: EarlyStopSpec?
    /// Beside these, step 0 and the end always have a checkpoint.
    public var checkpointEvery = Interval.epoch
    /// Which of them stay.
    public var keepCheckpoints = CheckpointRetention.all
    /// The metric of which every new best has a checkpoint, whenever it is validated; nil: the best
    /// one, by its loss, is among those that there are.
    public var bestMetric: ValidationMetric?
    /// The `k` of top-k accuracy; with fewer classes it is their number.
    public var topK = 5

    // Optimizer
    /// Samples of one forward and backward pass.
    public var batchSize = 128
    /// Batches whose gradients are averaged into one update.
    public var accumulate = 1
    /// The base learning rate that the schedule scales.
    public var learningRate = 0.01
    public var optimizer = OptimizerName.sgd
    /// Of SGD and RMSprop.
    public var momentum = 0.9
    public var nesterov = false
    public var dampening = 0.0
    public var beta1 = 0.9
    public var beta2 = 0.999
    /// The term that Adam, AdamW and RMSprop add to the denominator.
    public var epsilon = 1e-8
    /// RMSprop's smoothing constant.
    public var alpha = 0.99
    public var weightDecay = 0.0
    /// Whether weight decay acts on biases and on the parameters of normalization layers.
    public var decayNormsAndBiases = true
    public var labelSmoothing = 0.0
    /// The largest global L2 norm of the gradients; nil: no limit.
    public var clipNorm: Double?
    /// The largest magnitude of a gradient's element; nil: no limit.
    public var clipValue: Double?
    /// The largest ratio of a unit's gradient norm to its weight norm; nil: no limit.
    public var adaptiveClip: Double?
    /// The root mean square of a tensor's `gradient ÷ √second moment` beyond which Adam and AdamW
    /// shorten its update; nil: no limit.
    public var updateClip: Double?
    /// The decay of the exponential moving average of the weights; nil: none is kept.
    public var ema: Double?
    public var schedule = ScheduleSpec.constant
    /// Steps of linear warm-up in front of the schedule.
    public var warmup = 0

    // Run
    public var guardMode = GuardMode.repair
    public var probes = ProbePreset.economy
    /// The run directory; nil: `runs/DATE-MODEL`.
    public var out: String?
    /// The run to go on with. Never stored: a run does not know that it will be resumed.
    public var resume: String?

    public init() {}

    /// The length of a run that names neither epochs nor steps.
    public static let defaultEpochs = 10

    public var length: RunLength {
        if let steps { return .steps(steps) }
        return .epochs(epochs ?? Self.defaultEpochs)
    }
}
