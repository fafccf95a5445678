import BallastDNNL
import BallastEvents
import BallastGraph
import BallastTraining

/// Runs of twelve steps in a directory, as `ballast train` makes them.
enum TinyRun {
    static let steps = 12
    static let machine = MachineSummary(
        processor: "test", cores: 1, threads: 1, memoryBytes: 0, operatingSystem: "test")

    /// A perceptron on 56 images, seven steps an epoch, a checkpoint every four steps.
    static func configuration(
        _ change: (inout RunConfiguration) throws -> Void = { _ in }
    ) rethrows -> RunConfiguration {
        var configuration = RunConfiguration()
        configuration.data = "shapes7:train=56,test=14,size=16"
        configuration.model = "mlp:depth=1,width=16"
        configuration.batchSize = 8
        configuration.steps = steps
        configuration.learningRate = 0.002
        configuration.validateEvery = .every(1)
        configuration.checkpointEvery = .every(4)
        configuration.threads = 1
        try change(&configuration)
        return configuration
    }

    static func begin(
        _ configuration: RunConfiguration, at path: String, data: RunData? = nil
    ) throws -> TrainingRun {
        try TrainingRun(
            configuration, at: path, data: data, machine: machine, now: { 0 },
            makeBackend: { DNNLBackend(threads: $0) }, observer: { _ in })
    }

    static func goOn(at path: String, data: RunData? = nil) throws -> TrainingRun {
        try TrainingRun(
            resuming: path, data: data, machine: machine, now: { 0 },
            makeBackend: { DNNLBackend(threads: $0) }, observer: { _ in })
    }

    /// Trains to a step, where the run is interrupted, or to its end.
    @discardableResult
    static func train(
        _ run: TrainingRun, until step: Int = .max
    ) throws -> TrainingLoop.Outcome {
        try run.run(shouldStop: { run.loop.completedSteps >= step })
    }

    /// The bits of every step's loss, norm and rate, by the order in which they stand there.
    static func records(at path: String) throws -> [[UInt64]] {
        try RunJournal.events("\(path)/events.jsonl").compactMap { event in
            guard case .step(let record) = event.kind else { return nil }
            return [
                UInt64(record.step), record.loss.bitPattern, record.gradientNorm.bitPattern,
                record.learningRate.bitPattern,
            ]
        }
    }

    static func notes(at path: String) throws -> [String] {
        try RunJournal.events("\(path)/events.jsonl").compactMap { event in
            if case .note(let text) = event.kind { text } else { nil }
        }
    }
}
