import BallastCore
import BallastDNNL
import BallastData
import BallastEvents
import BallastTraining
import Foundation
import Testing

@Suite("Trials of a training", .serialized)
struct TrialTrainingTests {
    private func losses(
        _ training: TrialTraining, seed: UInt64, rate: Double = 0.05, steps: Int = 6
    ) throws -> [Double] {
        try training.begin(seed: seed)
        return try (0..<steps).map { _ in
            try training.step(learningRate: rate, spending: TinyTrial.unlimited).loss
        }
    }

    @Test("a seed gives the same losses whatever came before, another seed others")
    func repetition() throws {
        let training = try TinyTrial.training()
        let first = try losses(training, seed: 3)
        _ = try losses(training, seed: 3, rate: 1e8)
        #expect(try losses(training, seed: 4) != first)
        #expect(try losses(training, seed: 3) == first)
    }

    @Test("the losses are those of a run of the same configuration")
    func parity() throws {
        let change = { (configuration: inout RunConfiguration) in
            configuration.seed = 7
            configuration.accumulate = 2
            configuration.weightDecay = 0.01
            configuration.learningRate = 0.05
        }
        var recorded: [Double] = []
        let setup = try TrainingSetup(TinyTrial.configuration(change)) { DNNLBackend(threads: $0) }
        let loop = TrainingLoop(setup) { kind in
            if case .step(let record) = kind { recorded.append(record.loss) }
        }
        for _ in 0..<6 { try loop.step() }
        #expect(try losses(TinyTrial.training(change), seed: 7) == recorded)
    }

    @Test("the engine has every bit back afterwards", arguments: OptimizerName.allCases)
    func restoration(optimizer: OptimizerName) throws {
        let training = try TinyTrial.training {
            ($0.optimizer, $0.normalization, $0.ema) = (optimizer, .batch, 0.9)
        }
        let before = training.setup.engine.bits
        let finding = try TinyTrial.finder.find(training, spending: TinyTrial.unlimited)
        #expect(!finding.interval.trials.isEmpty)
        #expect(training.setup.engine.bits == before)
        _ = try losses(training, seed: 9)
        #expect(training.setup.engine.bits != before, "nothing was trained")
        training.restore()
        #expect(training.setup.engine.bits == before)
    }

    @Test("an update that is not finite is not made")
    func refusal() throws {
        let training = try TinyTrial.training { $0.momentum = 0 }
        try training.begin(seed: 0)
        let before = training.setup.engine.bits
        let step = try training.step(learningRate: 1e38, spending: TinyTrial.unlimited)
        #expect(!step.isFinite)
        #expect(training.setup.engine.bits == before)
    }

    @Test("losses of batches move nothing, not even the place in the data")
    func losses() throws {
        let training = try TinyTrial.training { $0.normalization = .batch }
        try training.begin(seed: 0)
        let before = training.setup.engine.bits
        let batches = try training.losses(3, spending: TinyTrial.unlimited)
        #expect(training.setup.engine.bits == before)
        let step = try training.step(learningRate: 0.1, spending: TinyTrial.unlimited)
        #expect(step.loss == batches[0])
        #expect(Set(batches).count == 3)
    }

    @Test("trials of a run go on as the run does, and leave its files alone")
    func run() throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "ballast-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var recorded: [Double] = []
        let machine = MachineSummary(
            processor: "test", cores: 1, threads: 1, memoryBytes: 1, operatingSystem: "test")
        let configuration = TinyTrial.configuration {
            ($0.steps, $0.checkpointEvery, $0.learningRate) = (12, .every(5), 0.05)
            $0.optimizer = .adam
            // The rate is too high for Adam; trials know nothing of a guard.
            $0.guardMode = .observe
        }
        let run = try TrainingRun(
            configuration, at: directory, machine: machine, now: { 0 },
            makeBackend: { DNNLBackend(threads: $0) }
        ) { event in
            if case .step(let record) = event.kind { recorded.append(record.loss) }
        }
        _ = try run.run(shouldStop: { false })
        let before = try Self.contents(of: directory)

        let training = try TrialTraining(run: directory, checkpoint: .step(5)) {
            DNNLBackend(threads: $0)
        }
        let state = training.setup.engine.bits
        #expect(try losses(training, seed: 0) == Array(recorded[5..<11]))
        let finding = try TinyTrial.finder.find(training, spending: TinyTrial.unlimited)
        #expect(!finding.interval.trials.isEmpty)
        #expect(training.setup.engine.bits == state)
        #expect(try Self.contents(of: directory) == before)
    }

    private static func contents(of directory: String) throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: directory)
        return Dictionary(
            uniqueKeysWithValues: names.map { name in
                (name, FileManager.default.contents(atPath: "\(directory)/\(name)") ?? Data())
            })
    }
}
