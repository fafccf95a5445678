import BallastCore
import BallastData
import BallastEvents
import BallastRuntime

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

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
        /// The same in processor time, which other programs on the machine disturb less.
        public let processorSecondsWithout: Double
        public let processorSecondsWith: Double

        /// What probes and journal add, as a part of a step.
        public var cost: Double { secondsWith / secondsWithout - 1 }
        public var processorCost: Double { processorSecondsWith / processorSecondsWithout - 1 }
    }

    /// Time that has passed, and processor time that was used.
    private struct Reading {
        var seconds = 0.0
        var processorSeconds = 0.0
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
        var (without, with): ([Reading], [Reading]) = ([], [])
        var total = 0.0
        _ = try window()
        while with.count < minimum || total < seconds {
            let readings = try window()
            without.append(readings.without)
            with.append(readings.with)
            total += readings.without.seconds + readings.with.seconds
        }
        let steps = Double(Self.stepsPerWindow)
        return Answer(
            windows: with.count, secondsWithout: without.map(\.seconds).median / steps,
            secondsWith: with.map(\.seconds).median / steps,
            processorSecondsWithout: without.map(\.processorSeconds).median / steps,
            processorSecondsWith: with.map(\.processorSeconds).median / steps)
    }

    private mutating func window() throws -> (without: Reading, with: Reading) {
        var (without, with) = (Reading(), Reading())
        for _ in 0..<Self.stepsPerWindow {
            step += 1
            time(&without) { _ = $0.plainStep() }
            try time(&with) { try $0.probedStep() }
        }
        return (without, with)
    }

    private mutating func time(
        _ reading: inout Reading, _ body: (inout ProbeBenchmark) throws -> Void
    ) rethrows {
        let (start, processorStart) = (clock.now, Self.processorSeconds)
        try body(&self)
        reading.processorSeconds += Self.processorSeconds - processorStart
        reading.seconds += (clock.now - start).seconds
    }

    /// What all threads of the process have used so far.
    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
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
