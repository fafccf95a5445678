import BallastCore
import BallastDNNL
import BallastEvents
import BallastRuntime
import BallastTraining
import Foundation
import Testing

@Suite struct ValidationSpikeExperimentTests {
    private static let machine = MachineSummary(
        processor: "test", cores: 1, threads: 1, memoryBytes: 1, operatingSystem: "test")

    /// A recipe that takes less than a second.
    private static var tiny: ValidationSpikeRecipe {
        var recipe = ValidationSpikeRecipe()
        recipe.data = "shapes7:train=64,test=32"
        recipe.imageSize = 8
        recipe.lowRate = 0.01
        recipe.highRate = 0.2
        recipe.steps = 5
        recipe.batchSize = 16
        recipe.threads = 1
        return recipe
    }

    private func inDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "ballast-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try body(directory)
    }

    @Test func curvesHoldEveryIterationAndTheRunsAreOrdinary() throws {
        try inDirectory { directory in
            let experiment = ValidationSpikeExperiment(
                Self.tiny, at: directory, machine: Self.machine, now: { 0 },
                makeBackend: { DNNLBackend(threads: $0) })
            var done: [Int] = []
            let outcome = try experiment.run { count, _ in done.append(count) }
            #expect(done == Array(1...10))
            #expect(outcome.classes == 7)
            for curves in [outcome.low, outcome.high] {
                #expect(curves.trainLoss.count == 5)
                #expect(curves.validationLoss.count == 5)
            }
            #expect(outcome.low.learningRate == 0.01)
            #expect(outcome.low.batchStatisticsLoss.isEmpty)
            #expect(outcome.high.batchStatisticsLoss.count == 5)
            #expect(outcome.high.reestimatedLoss.count == 5)
            // Both runs begin with the same weights and the same batch.
            #expect(outcome.low.trainLoss[0] == outcome.high.trainLoss[0])

            let run = try RunDirectory(opening: outcome.highPath)
            #expect(try run.manifest().status == .completed)
            var again = ValidationSpikeCurves(learningRate: 0.2)
            for event in try RunJournal.events(run.eventsPath) { again.add(event) }
            #expect(again == outcome.high)
        }
    }

    @Test func anExperimentThatIsStoppedKeepsWhatItHas() throws {
        try inDirectory { directory in
            let experiment = ValidationSpikeExperiment(
                Self.tiny, at: directory, machine: Self.machine, now: { 0 },
                makeBackend: { DNNLBackend(threads: $0) })
            var iterations = 0
            let outcome = try experiment.run(shouldStop: { iterations == 2 }) { done, _ in
                iterations = done
            }
            #expect(outcome.low.trainLoss.count == 2)
            #expect(outcome.high.trainLoss.isEmpty)
            #expect(try RunDirectory(opening: outcome.lowPath).manifest().status == .interrupted)
        }
    }

    @Test func probesLeaveEveryBitAsItWas() throws {
        let plain = try setup()
        let probed = try setup()
        let plainLoop = loop(plain)
        let probedLoop = loop(probed)
        for _ in 0..<4 {
            try plainLoop.step()
            try probedLoop.step()
            try probedLoop.probe(.batchStatistics)
            try probedLoop.probe(.reestimated, reestimationBatches: 3)
        }
        #expect(bits(plain.engine) == bits(probed.engine))
    }

    @Test func reestimatedStatisticsAreInForceOnlyInside() throws {
        let setup = try setup()
        let loop = loop(setup)
        try loop.step()
        let before = bits(setup.engine)
        let inside = try setup.engine.withReestimatedStatistics(
            from: loop.upcomingBatches, batches: 2
        ) { bits(setup.engine) }
        #expect(inside != before)
        #expect(bits(setup.engine) == before)
    }

    private func setup() throws -> TrainingSetup {
        try TrainingSetup(Self.tiny.configuration(learningRate: 0.2)) { DNNLBackend(threads: $0) }
    }

    private func loop(_ setup: TrainingSetup) -> TrainingLoop {
        TrainingLoop(setup) { _ in }
    }

    /// The bit patterns of everything that a checkpoint holds.
    private func bits(_ engine: TrainingEngine) -> [[UInt32]] {
        engine.savedSlots.map { engine.store.load($0).values.map(\.bitPattern) }
    }
}
