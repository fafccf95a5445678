import BallastCore
import BallastDNNL
import BallastData
import BallastGraph
import BallastModels
import BallastNN
import BallastOptimizers
import BallastRuntime
import BallastTraining

/// A model that trains on a few rendered shapes, step by step.
struct SmallTraining {
    static let classes = 7

    let engine: TrainingEngine
    let seed: UInt64
    /// Images of one pass; `accumulation` of them make a step.
    let batchSize: Int
    private let accumulation: Int
    private var batches: BatchSource
    private(set) var steps = 0

    /// - Parameter imageSize: height and width of the images, which have 3 channels.
    init(
        _ model: any Layer, imageSize: Int = 32, batchSize: Int = 4, accumulation: Int = 1,
        optimizer: Optimizer, seed: UInt64 = 1, backend: any Backend = DNNLBackend(),
        isFrozen: @escaping (String) -> Bool = { _ in false }
    ) throws {
        var recipe = Shapes7Recipe()
        (recipe.trainCount, recipe.testCount, recipe.size) = (64, 0, imageSize)
        let data = Shapes7.dataset(recipe, part: .train)
        engine = TrainingEngine(
            model: model, imageShape: data.imageShape.channelsFirst, backend: backend,
            optimizer: optimizer, accumulation: accumulation, isFrozen: isFrozen)
        try engine.prepare(batchSize: batchSize)
        engine.initialize(seed: seed)
        (self.batchSize, self.accumulation, self.seed) = (batchSize, accumulation, seed)
        batches = BatchSource(
            training: data, batchSize: batchSize, seed: seed,
            normalization: try .measured(on: data))
    }

    /// A model of the package for these images.
    static func model(_ name: ModelName, imageSize: Int = 32) throws -> any Layer {
        try name.make(ModelOptions(classes: classes, imageSize: imageSize))
    }

    /// The numbers of the step that is next.
    var scalars: StepScalars {
        StepScalars(learningRate: 0.01, momentum: 0.9, step: steps + 1, seed: seed)
    }

    /// Fills the gradient program with the next batch.
    mutating func fill() throws {
        try batches.next(into: try engine.gradientProgram(batchSize))
    }

    /// Proposes an update by the next batches and gives their mean loss.
    @discardableResult
    mutating func propose() throws -> Float {
        var loss: Float = 0
        for index in 0..<accumulation {
            let program = try engine.gradientProgram(batchSize, continuesStep: index > 0)
            try batches.next(into: program)
            engine.run(program, scalars)
            loss += program.result("loss")[0] / Float(accumulation)
        }
        engine.run(try engine.update(), scalars)
        engine.run(try engine.proposal(), scalars)
        return loss
    }

    /// Makes steps and gives their losses.
    @discardableResult
    mutating func train(_ count: Int) throws -> [Float] {
        try (0..<count).map { _ in
            let loss = try propose()
            engine.commit()
            steps += 1
            return loss
        }
    }

    /// The bits of everything that a checkpoint would hold.
    var bits: [StateSlot: [UInt32]] { engine.bits }
}

extension TrainingEngine {
    /// The bits of everything that a checkpoint would hold.
    var bits: [StateSlot: [UInt32]] {
        Dictionary(
            uniqueKeysWithValues: savedSlots.map { slot in
                (slot, store.load(slot).values.map(\.bitPattern))
            })
    }
}
