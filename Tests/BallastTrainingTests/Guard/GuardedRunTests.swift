import BallastDNNL
import BallastData
import BallastEvents
import BallastGraph
import BallastStability
import BallastTraining
import Foundation
import Testing

@Suite("Runs under the guard", .serialized)
struct GuardedRunTests {
    private static let machine = MachineSummary(
        processor: "test", cores: 1, threads: 1, memoryBytes: 0, operatingSystem: "test")

    private func inDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "ballast-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try body(directory)
    }

    /// A run that gets into two kinds of trouble: spoiled samples, then a rate far too high.
    private func configuration(_ mode: GuardMode = .repair) throws -> RunConfiguration {
        try GuardedTraining.configuration {
            $0.schedule = try ScheduleSpec(
                parsing: "multistep:milestones=110,gamma=1000,every=step")
            $0.steps = 180
            $0.checkpointEvery = .every(50)
            $0.guardMode = mode
        }
    }

    private func data(_ configuration: RunConfiguration) throws -> RunData {
        var data = try RunData(configuration)
        data.transform = SpoiledSamples(samples: [7], fromEpoch: 4, factor: 300)
        return data
    }

    private func begin(_ configuration: RunConfiguration, at path: String) throws -> TrainingRun {
        try TrainingRun(
            configuration, at: path, data: data(configuration), machine: Self.machine,
            now: { 0 }, makeBackend: { DNNLBackend(threads: $0) }, observer: { _ in })
    }

    private func goOn(_ configuration: RunConfiguration, at path: String) throws -> TrainingRun {
        try TrainingRun(
            resuming: path, data: data(configuration), machine: Self.machine, now: { 0 },
            makeBackend: { DNNLBackend(threads: $0) }, observer: { _ in })
    }

    /// The decisions of a run's journal.
    private func decisions(_ run: TrainingRun) throws -> [GuardDecision] {
        try RunJournal.events(run.directory.eventsPath).compactMap { event in
            if case .guardDecision(let decision) = event.kind { decision } else { nil }
        }
    }

    @Test(
        "repeat the bits of one that was not interrupted",
        arguments: [40, 90, 112, 120, 150])
    func resuming(stop: Int) throws {
        try inDirectory { directory in
            let configuration = try configuration()
            let whole = try begin(configuration, at: "\(directory)/whole")
            #expect(try whole.run(shouldStop: { false }) == .completed)
            let actions = try decisions(whole).map(\.action)
            #expect(actions.contains(.quarantine) && actions.contains(.rollBack))

            let first = try begin(configuration, at: "\(directory)/parts")
            var made = 0
            #expect(
                try first.run(shouldStop: {
                    made += 1
                    return made > stop
                }) == .interrupted)
            let second = try goOn(configuration, at: "\(directory)/parts")
            #expect(try second.run(shouldStop: { false }) == .completed)
            #expect(second.loop.setup.engine.bits == whole.loop.setup.engine.bits)
            #expect(second.loop.policy.quarantine == whole.loop.policy.quarantine)
            #expect(
                try decisions(second).map(\.reason) == decisions(whole).map(\.reason))
        }
    }

    @Test("observing and repairing change no bit of a sound run")
    func sound() throws {
        let runs = try GuardMode.allCases.map { mode in
            let training = try GuardedTraining {
                $0.guardMode = mode
                $0.normalization = .batch
                $0.validateEvery = .every(16)
            }
            _ = try training.loop.run(shouldStop: { false })
            #expect(training.actions.isEmpty)
            return training.bits
        }
        #expect(runs[0] == runs[1] && runs[1] == runs[2])
    }

    @Test(
        "the state before a spike is kept, and nothing else is different, where the guard observes")
    func onset() throws {
        try inDirectory { directory in
            let run = try begin(try configuration(.observe), at: "\(directory)/run")
            _ = try run.run(shouldStop: { false })
            let last = run.loop.completedSteps
            let kept = CheckpointStore(run.directory).steps()
                .filter { $0 % 50 != 0 && $0 != last }
            #expect(!kept.isEmpty && kept.allSatisfy { $0 % 32 == 0 })
            #expect(try decisions(run).allSatisfy { $0.action == .stop })
            var configuration = try configuration(.off)
            configuration.steps = kept[0]
            let other = try begin(configuration, at: "\(directory)/other")
            _ = try other.run(shouldStop: { false })
            let store = CheckpointStore(run.directory)
            let again = try CheckpointStore(other.directory).read(kept[0]).tensors
            let tensors = try store.read(kept[0]).tensors
            #expect(again.modelTensors == tensors.modelTensors)
        }
    }

    @Test("running statistics that are at fault are estimated anew")
    func statistics() throws {
        let training = try GuardedTraining {
            $0.normalization = .batch
            $0.learningRate = 1
            $0.steps = 12
            $0.validateEvery = .every(4)
        }
        _ = try training.loop.run(shouldStop: { false })
        let validations = training.events.compactMap { event -> ValidationRecord? in
            if case .validation(let record) = event { record } else { nil }
        }
        let decisions = training.decisions.filter { $0.action == .reestimate }
        #expect(decisions.count == 1)
        let modes = Set(validations.filter { $0.step == decisions.first?.step }.map(\.mode))
        #expect(modes == [.eval, .batchStatistics, .reestimated])
        let losses = { (mode: ValidationMode) in
            validations.first { $0.mode == mode && $0.step == decisions.first?.step }?.loss ?? .nan
        }
        #expect(losses(.reestimated) < losses(.eval) / 1.5)
    }
}
