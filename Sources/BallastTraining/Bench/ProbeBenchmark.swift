import BallastCore
import BallastData
import BallastEvents
import BallastRuntime

/// Measures what probes cost: training steps without any record beside steps with probes, a record
/// and its line in a journal, one of each in turn.
///
/// Steps are summed to windows that are as long as the longest period of a probe, so that each
/// window holds everything that the preset measures as often as it falls due.
public struct ProbeBenchmark {
    /// Steps of a window: the longest period of a preset.
    public static let stepsPerWindow = 50

    /// The median windows, in seconds per step.
    public struct Answer: Sendable {
        public let windows: Int
        public let secondsWithout: Double
        public let secondsWith: Double

        /// What probes and journal add, as a part of a step.
        public var cost: Double { secondsWith / secondsWithout - 1 }
    }

    private let benchmark: StepBenchmark
    private let journal: RunJournal
    private let info: BatchInfo
    private let clock = ContinuousClock()
    private var probes: Probes
    private var step = 0

    /// Compiles the step.
    ///
    /// - Parameter path: where the journal is written.
    public init(
        _ work: StepBenchmark.Work, preset: ProbePreset, journal path: String,
        backend: any Backend
    ) throws {
        benchmark = try StepBenchmark(work, backend: backend)
        journal = try RunJournal(path)
        probes = Probes(
            ProbeSchedule(preset), engine: benchmark.engine, batchSize: work.batchSize,
            constantMomentum: 0.7)
        info = BatchInfo(
            indices: Array(0..<work.batchSize),
            labels: (0..<work.batchSize).map { $0 % work.classes }, epoch: 0, positionInEpoch: 0)
    }

    /// Measures windows until `seconds` have passed, and a first one that does not count.
    public mutating func measure(seconds: Double, minimum: Int = 3) throws -> Answer {
        var (without, with): ([Double], [Double]) = ([], [])
        var total = 0.0
        _ = try window()
        while with.count < minimum || total < seconds {
            let times = try window()
            without.append(times.without)
            with.append(times.with)
            total += times.without + times.with
        }
        let steps = Double(Self.stepsPerWindow)
        return Answer(
            windows: with.count, secondsWithout: without.median / steps,
            secondsWith: with.median / steps)
    }

    private mutating func window() throws -> (without: Double, with: Double) {
        var (without, with) = (0.0, 0.0)
        for _ in 0..<Self.stepsPerWindow {
            step += 1
            let start = clock.now
            _ = plainStep()
            let middle = clock.now
            try probedStep()
            without += (middle - start).seconds
            with += (clock.now - middle).seconds
        }
        return (without, with)
    }

    /// What the loop does in each step whatever is measured.
    private func plainStep() -> StepRecord {
        benchmark.engine.run(benchmark.program, scalars)
        let record = update(totals())
        benchmark.engine.commit()
        return record
    }

    /// The same with probes, and with what becomes of them.
    private mutating func probedStep() throws {
        let start = clock.now
        try probes.run(benchmark.program, info, pass: 0, scalars)
        let totals = totals()
        var (record, layers) = try probes.measure(update(totals), totals, scalars)
        benchmark.engine.commit()
        record.committed = true
        record.seconds = (clock.now - start).seconds
        let time = 1.75e9 + record.seconds
        try journal.append(RunEvent(.step(record), time: time))
        if let layers { try journal.append(RunEvent(.layers(layers), time: time)) }
    }

    private var scalars: StepScalars { StepScalars(learningRate: 0.01, step: step) }

    private func totals() -> EvaluationTotals {
        let program = benchmark.program
        var totals = EvaluationTotals(classes: benchmark.work.classes, topK: 5)
        totals.add(
            perSample: program.result("perSample"), logits: program.result("logits"),
            labels: program.integerInput("labels"))
        return totals
    }

    private func update(_ totals: EvaluationTotals) -> StepRecord {
        benchmark.engine.run(benchmark.update, scalars)
        benchmark.engine.run(benchmark.proposal, scalars)
        return StepRecord(
            step: step, epoch: 0, loss: totals.loss, accuracy: totals.accuracy,
            topKAccuracy: totals.topKAccuracy, learningRate: 0.01,
            gradientNorm: Double(benchmark.update.result("gradientNorm")[0]), seconds: 0,
            committed: false)
    }
}
