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
    public private(set) var configuration: RunConfiguration
    public let data: RunData
    public let engine: TrainingEngine
    public let batchSize: Int
    /// The threads that the backend was made for.
    public let threads: Int
    public let stepsPerEpoch: Int
    public private(set) var totalSteps: Int
    public private(set) var totalEpochs: Int
    /// Sentences that a person should read, such as a head made anew.
    public private(set) var notes: [String] = []

    /// - Parameters:
    ///   - ownData: data in the place of what the configuration names; its normalization and class
    ///     names count, the keys of the data do not.
    ///   - preprocessing: that of a run that exists; without effect on data of one's own.
    ///   - progress: told how many files of how many are decoded.
    ///   - makeBackend: makes the backend for a number of threads.
    /// - Throws: ``BallastError`` for options that cannot be meant and data that cannot be used.
    public init(
        _ configuration: RunConfiguration, data ownData: RunData? = nil,
        preprocessing: Preprocessing? = nil,
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil,
        makeBackend: (_ threads: Int) -> any Backend
    ) throws {
        let configuration = try configuration.validated()
        self.configuration = configuration
        let data =
            try ownData
            ?? RunData(
                configuration, normalization: preprocessing.map(PixelNormalization.init),
                progress: progress)
        self.data = data
        batchSize = min(configuration.batchSize, data.train.count)
        let images = data.train.count + (configuration.dropLast ? 0 : batchSize - 1)
        stepsPerEpoch = max(1, images / batchSize / configuration.accumulate)
        (totalSteps, totalEpochs) = Self.lengths(configuration, stepsPerEpoch: stepsPerEpoch)
        let model = try configuration.makeModel(
            channels: data.imageShape[0], classes: data.classNames.count,
            imageSize: data.imageShape[1])
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
        notes += data.notes
        try engine.prepare(batchSize: batchSize)
        try checkFreezing()
        notes += try initialize(seed: configuration.seed)
    }

    /// Brings the engine to the state before the first step.
    ///
    /// - Returns: sentences that a person should read, such as a head made anew.
    @discardableResult
    public func initialize(seed: UInt64) throws -> [String] {
        engine.initialize(seed: seed)
        guard let path = configuration.weights else { return [] }
        let notes = try WeightLoader(path: path).load(into: engine, allowsNewHead: true)
        engine.initializeOptimizer()
        return notes
    }

    /// The same data and compiled model under a configuration that needs no other.
    ///
    /// - Precondition: model, data, batches and optimizer are those of this setup.
    func changing(to configuration: RunConfiguration) throws -> TrainingSetup {
        var copy = self
        copy.configuration = try configuration.validated()
        (copy.totalSteps, copy.totalEpochs) = Self.lengths(
            copy.configuration, stepsPerEpoch: stepsPerEpoch)
        return copy
    }

    private static func lengths(
        _ configuration: RunConfiguration, stepsPerEpoch: Int
    ) -> (steps: Int, epochs: Int) {
        switch configuration.length {
        case .steps(let steps):
            (steps, max(1, (steps + stepsPerEpoch - 1) / stepsPerEpoch))
        case .epochs(let epochs):
            (epochs * stepsPerEpoch, max(1, epochs))
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

    /// The full batches of training, from the given place on.
    ///
    /// - Parameters:
    ///   - seed: draws another order; nil: the configuration's.
    ///   - loaderThreads: threads that read batches ahead.
    ///   - remainder: what happens to the images that do not fill the last batch of an epoch.
    public func batches(
        from cursor: BatchCursor = .start, seed: UInt64? = nil, loaderThreads: Int = 0,
        remainder: BatchSource.Remainder = .dropped
    ) -> BatchSource {
        BatchSource(
            dataset: data.train, batchSize: batchSize, sampler: sampler(seed: seed),
            normalization: data.normalization, plan: data.transforms, transform: data.transform,
            remainder: remainder, cursor: cursor, loaderThreads: loaderThreads)
    }

    /// The threads that read batches ahead in training: what was asked for, else one where images
    /// are transformed.
    public var loaderThreads: Int {
        configuration.loaderThreads ?? (data.transforms == nil ? 0 : 1)
    }

    private func sampler(seed other: UInt64?) -> any Sampler {
        let seed = other ?? configuration.orderSeed ?? configuration.seed
        return switch configuration.order {
        case .shuffled: PermutationSampler(seed: seed)
        case .stratified: StratifiedSampler(data.train, seed: seed)
        case .weighted: ClassBalancedSampler(data.train, seed: seed)
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
