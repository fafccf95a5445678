import BallastCore
import BallastData
import BallastEvents
import BallastGraph
import BallastModels
import BallastNN
import BallastOptimizers
import BallastRuntime

/// Everything that a configuration resolves to before the first step: data, compiled model,
/// schedule, lengths.
public struct TrainingSetup {
    public let configuration: RunConfiguration
    public let data: RunData
    public let engine: TrainingEngine
    public let batchSize: Int
    /// The threads that the backend was made for.
    public let threads: Int
    public let stepsPerEpoch: Int
    public let totalSteps: Int
    public let totalEpochs: Int
    /// Sentences that a person should read, such as a head made anew.
    public private(set) var notes: [String] = []

    /// - Parameters:
    ///   - ownData: data in the place of what the configuration names; its normalization and class
    ///     names count, the keys of the data do not.
    ///   - preprocessing: that of a run that exists; without effect on data of one's own.
    ///   - makeBackend: makes the backend for a number of threads.
    /// - Throws: ``BallastError`` for options that cannot be meant and data that cannot be used.
    public init(
        _ configuration: RunConfiguration, data ownData: RunData? = nil,
        preprocessing: Preprocessing? = nil, makeBackend: (_ threads: Int) -> any Backend
    ) throws {
        let configuration = try configuration.validated()
        self.configuration = configuration
        let data =
            try ownData
            ?? RunData(configuration, normalization: preprocessing.map(PixelNormalization.init))
        self.data = data
        batchSize = min(configuration.batchSize, data.train.count)
        stepsPerEpoch = max(1, data.train.count / batchSize / configuration.accumulate)
        switch configuration.length {
        case .steps(let steps):
            totalSteps = steps
            totalEpochs = max(1, (steps + stepsPerEpoch - 1) / stepsPerEpoch)
        case .epochs(let epochs):
            totalSteps = epochs * stepsPerEpoch
            totalEpochs = max(1, epochs)
        }
        let model = try configuration.makeModel(
            channels: data.train.imageShape.channels, classes: data.classNames.count,
            imageSize: data.train.imageShape.height)
        threads =
            configuration.threads
            ?? ThreadChoice.threads(for: model, images: data.imageShape, batchSize: batchSize)
        engine = TrainingEngine(
            model: model, imageShape: data.imageShape,
            loss: CrossEntropyAttributes(labelSmoothing: configuration.labelSmoothing),
            activations: configuration.precision == .bfloat16 ? .bfloat16 : .float32,
            backend: makeBackend(threads),
            optimizer: Optimizer(
                configuration, cyclesMomentum: configuration.schedule.cyclesMomentum),
            accumulation: configuration.accumulate,
            isFrozen: Self.freezer(configuration.freeze))
        if batchSize < configuration.batchSize {
            notes.append("the batch size is cut to the \(batchSize) images of the data")
        }
        try engine.prepare(batchSize: batchSize)
        try checkFreezing()
        engine.initialize(seed: configuration.seed)
        if let path = configuration.weights {
            notes += try WeightLoader(path: path).load(into: engine, allowsNewHead: true)
            engine.initializeOptimizer()
        }
    }

    private static func freezer(_ pattern: String?) -> (String) -> Bool {
        guard let pattern else { return { _ in false } }
        let names = NamePattern(pattern)
        return { names.matches($0) }
    }

    private func checkFreezing() throws {
        guard let pattern = configuration.freeze else { return }
        let held = engine.registry.entries.filter(\.isFrozen)
        if held.isEmpty {
            throw BallastError(
                .usage, "'\(pattern)' matches no parameter", at: "--freeze",
                mend: "parameters are named as "
                    + engine.registry.parameters.prefix(3).map(\.name).joined(separator: ", "))
        }
        if engine.registry.trainableParameters.isEmpty {
            throw BallastError(
                .usage, "'\(pattern)' holds every parameter", at: "--freeze",
                mend: "leave something to train")
        }
    }

    /// The batches of training, from the given place on.
    public func batches(from cursor: BatchCursor = .start) -> BatchSource {
        BatchSource(
            dataset: data.train, batchSize: batchSize, sampler: sampler,
            normalization: data.normalization, transform: data.transform, remainder: .dropped,
            cursor: cursor)
    }

    private var sampler: any Sampler {
        let seed = configuration.orderSeed ?? configuration.seed
        return switch configuration.order {
        case .shuffled: PermutationSampler(seed: seed)
        case .fixed: FixedPermutationSampler(seed: seed)
        case .sequential: SequentialSampler()
        case .byClass: ClassOrderSampler(data.train)
        }
    }

    /// Evaluation on the validation data as the configuration asks.
    public var validator: Evaluator {
        Evaluator(
            dataset: data.validation, normalization: data.normalization, batchSize: batchSize,
            batches: configuration.validationBatches, topK: configuration.topK,
            classes: data.classNames.count)
    }
}

extension ScheduleSpec {
    /// Whether the schedule moves the momentum too.
    var cyclesMomentum: Bool {
        if case .oneCycle(let cycle) = form { cycle.cyclesMomentum } else { false }
    }
}
