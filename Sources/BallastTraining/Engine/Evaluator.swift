import BallastCore
import BallastData
import BallastEvents
import BallastNN
import BallastRuntime
import FoundationEssentials

/// Evaluates an engine's model on a data set.
public struct Evaluator {
    public let dataset: any ImageDataset
    public let normalization: PixelNormalization
    public let batchSize: Int
    public let batches: BatchCount
    public let topK: Int
    public let classes: Int

    public init(
        dataset: any ImageDataset, normalization: PixelNormalization, batchSize: Int,
        batches: BatchCount = .all, topK: Int = 5, classes: Int
    ) {
        self.dataset = dataset
        self.normalization = normalization
        self.batchSize = batchSize
        self.batches = batches
        self.topK = topK
        self.classes = classes
    }

    /// The totals over the data set, or over its first batches.
    ///
    /// - Parameters:
    ///   - mode: `.evaluation`, or `.batchStatistics` to normalize each batch by itself.
    ///   - countsConfusion: whether to count which class is taken for which.
    ///   - worst: how many of the samples with the highest losses to keep.
    ///   - progress: told after every batch how many of how many are done; ends the evaluation by
    ///     an error.
    /// - Throws: what compilation, the data set or `progress` throws.
    public func totals(
        of engine: TrainingEngine, mode: TraceMode = .evaluation, countsConfusion: Bool = false,
        worst: Int = 0,
        progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
    ) throws -> EvaluationTotals {
        var source = BatchSource(
            evaluating: dataset, batchSize: batchSize, normalization: normalization)
        var totals = EvaluationTotals(
            classes: classes, topK: topK, countsConfusion: countsConfusion, worst: worst)
        var count = source.batchesPerEpoch
        if case .count(let wanted) = batches { count = min(count, wanted) }
        for done in stride(from: 1, through: count, by: 1) {
            let program = try engine.forwardProgram(source.nextCount, mode)
            let info = try source.next(into: program)
            program.run(StepScalars())
            totals.add(
                perSample: program.result("perSample"), logits: program.result("logits"),
                labels: program.integerInput("labels"), indices: info.indices)
            try progress(done, count)
        }
        return totals
    }

    /// The same on the whole data set.
    public var all: Evaluator {
        Evaluator(
            dataset: dataset, normalization: normalization, batchSize: batchSize, topK: topK,
            classes: classes)
    }

    /// The mean loss and the size of every batch, with running statistics.
    ///
    /// - Throws: what compilation or the data set throws.
    public func batchLosses(of engine: TrainingEngine) throws -> [(loss: Double, samples: Int)] {
        var source = BatchSource(
            evaluating: dataset, batchSize: batchSize, normalization: normalization)
        return try (0..<source.batchesPerEpoch).map { _ in
            let program = try engine.forwardProgram(source.nextCount, .evaluation)
            try source.next(into: program)
            program.run(StepScalars())
            let losses = program.result("perSample")
            let sum = losses.reduce(0) { $0 + Double($1) }
            return (sum / Double(losses.count), losses.count)
        }
    }

    /// The totals, with all details, and what an event of a run says of them.
    public func record(
        of engine: TrainingEngine, mode: ValidationMode, part: String, step: Int, epoch: Int,
        progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
    ) throws -> (record: ValidationRecord, totals: EvaluationTotals) {
        let clock = ContinuousClock()
        let start = clock.now
        let totals = try totals(
            of: engine, mode: mode == .batchStatistics ? .batchStatistics : .evaluation,
            countsConfusion: true, worst: Self.worstSamples, progress: progress)
        let record = ValidationRecord(
            step: step, epoch: epoch, part: part, mode: mode, samples: totals.samples,
            batches: totals.batches, loss: totals.loss, accuracy: totals.accuracy,
            topKAccuracy: totals.topKAccuracy, seconds: (clock.now - start).seconds)
        return (record, totals)
    }

    /// So many of the samples that a model is furthest off on are shown.
    public static let worstSamples = 12

    /// What totals with all details say, with the pictures and files of the worst samples.
    ///
    /// - Parameter names: one per class.
    /// - Throws: what the data set throws for an unreadable image.
    public func evaluation(
        _ totals: EvaluationTotals, part: String, step: Int, classNames names: [String]
    ) throws -> ModelEvaluation {
        let worst = try totals.worst.samples.map { sample in
            var sample = sample
            sample.file = dataset.origin(of: sample.index)?.file
            sample.thumbnail = Data(try dataset.thumbnail(at: sample.index)).base64EncodedString()
            return sample
        }
        let empty = [[Int]](repeating: [Int](repeating: 0, count: names.count), count: names.count)
        return ModelEvaluation(
            step: step, part: part, samples: totals.samples, loss: totals.loss,
            accuracy: totals.accuracy, topK: totals.topK, topKAccuracy: totals.topKAccuracy,
            classNames: names, classSamples: totals.perClass.map(\.samples),
            confusion: totals.confusion ?? empty, worst: worst)
    }
}
