import BallastCore
import BallastData
import BallastEvents
import BallastGraph
import BallastModels
import BallastNN
import BallastOptimizers
import BallastRuntime

/// The model of a run with the weights of one checkpoint, for inference; no data is loaded.
public struct TrainedModel {
    public let directory: RunDirectory
    public let manifest: RunManifest
    public let engine: TrainingEngine
    /// The checkpoint whose weights these are.
    public let step: Int

    /// - Parameters:
    ///   - checkpoint: which weights of the run.
    ///   - averaged: whether to take the moving average of the weights in their place.
    ///   - activations: the arithmetic; nil for the run's own.
    ///   - threads: nil for all processors, or one for a tiny model.
    ///   - batchSize: of the evaluations to come, as far as it decides on threads.
    /// - Throws: ``BallastError`` for a run or checkpoint that is missing or damaged, and for an
    ///   average that was not kept.
    public init(
        run path: String, checkpoint: CheckpointChoice = .latest, averaged: Bool = false,
        activations: DataType? = nil, threads: Int? = nil, batchSize: Int = 1,
        makeBackend: (_ threads: Int) -> any Backend
    ) throws {
        directory = try RunDirectory(opening: path)
        manifest = try directory.manifest()
        step = try checkpoint.step(in: directory)
        let own: DataType =
            manifest.configuration.precision == .bfloat16 ? .bfloat16 : .float32
        engine = try Self.engine(
            manifest.configuration, manifest.preprocessing, classes: manifest.classNames.count,
            activations: activations ?? own, threads: threads, batchSize: batchSize,
            makeBackend: makeBackend)
        let tensors = try CheckpointStore(directory).read(step).tensors
        for entry in engine.registry.entries {
            engine.store.store(try tensors.values(of: entry.slot), in: entry.slot)
        }
        guard averaged else { return }
        guard manifest.configuration.ema != nil else {
            throw BallastError(
                .usage, "the run kept no average of the weights", at: "--average",
                mend: "leave the option away, or train with --ema 0.999")
        }
        // Held parameters have no average; theirs would be the parameter itself.
        for slot in engine.registry.parameters {
            if let average = tensors.average(of: slot) { engine.store.store(average, in: slot) }
        }
    }

    /// An engine whose state has names and places but no values yet.
    static func engine(
        _ configuration: RunConfiguration, _ preprocessing: Preprocessing, classes: Int,
        activations: DataType, threads: Int?, batchSize: Int,
        makeBackend: (_ threads: Int) -> any Backend
    ) throws -> TrainingEngine {
        let size = preprocessing.imageSize
        let shape: Shape = [preprocessing.channels, size, size]
        let model = try configuration.makeModel(
            channels: preprocessing.channels, classes: classes, imageSize: size)
        let threads =
            threads ?? ThreadChoice.threads(for: model, images: shape, batchSize: batchSize)
        let engine = TrainingEngine(
            model: model, imageShape: shape,
            loss: CrossEntropyAttributes(labelSmoothing: configuration.labelSmoothing),
            activations: activations, backend: makeBackend(threads),
            optimizer: Optimizer(configuration, cyclesMomentum: false))
        _ = try engine.forwardProgram(batchSize, .evaluation)
        return engine
    }

    public var normalization: PixelNormalization {
        PixelNormalization(manifest.preprocessing)
    }

    /// The logits of one image, one per class.
    ///
    /// - Parameter image: of any size and channels; one of the run's size is not resampled, unless
    ///   the run itself stores its images at another size and takes their centre.
    public func logits(of image: DecodedImage) throws -> [Float] {
        let wanted = manifest.preprocessing
        let spec = try manifest.configuration.transform.map { try TransformSpec(parsing: $0) }
        let fitting = image.converted(toChannels: wanted.channels)
            .prepared(by: spec ?? TransformSpec(), size: wanted.imageSize)
        let program = try engine.forwardProgram(1, .evaluation)
        let table = normalization.table(channels: wanted.channels)
        let pixels = program.floatInput("images")
        for (index, byte) in fitting.bytes.enumerated() {
            pixels[index] = table[index % wanted.channels * 256 + Int(byte)]
        }
        program.integerInput("labels")[0] = 0
        program.run(StepScalars())
        return Array(program.result("logits"))
    }
}
