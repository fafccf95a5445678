import BallastEvents
import BallastStability
import Foundation
import Testing

/// Each symptom in a run that has it; ``HealthyRunTests`` holds the runs that have none.
@Suite("Detectors on faulty runs")
struct FaultyRunTests {
    private static let guessing = log(7.0)

    /// A run that learns.
    private static func sound(_ seed: UInt64) -> ScriptedRun {
        ScriptedRun(seed: seed, loss: { 0.2 + 1.75 * exp(-Double($0) / 60) })
    }

    private func findings(
        _ symptom: Symptom, _ channel: Channel? = nil, in run: ScriptedRun
    ) -> [Finding] {
        Detectors.findings(in: run.record)
            .filter { $0.symptom == symptom && (channel == nil || $0.channel == channel) }
    }

    @Test(arguments: UInt64(1)...20)
    func aTrainingSpike(seed: UInt64) throws {
        var run = Self.sound(seed)
        let calm = run.loss
        run.loss = { calm($0) + ($0 >= 250 ? 2 * exp(-Double($0 - 250) / 8) : 0) }
        let found = findings(.spike, .trainLoss, in: run)
        try #require(found.count == 1)
        #expect((250...252).contains(found[0].firstStep))
        #expect(found[0].outcome == .fastRecovery || found[0].outcome == .slowRecovery)
        #expect(found[0].value > found[0].threshold)
    }

    @Test(arguments: UInt64(1)...10)
    func aSpikeInTheDecline(seed: UInt64) {
        var run = ScriptedRun(seed: seed, steps: 60, loss: { 0.1 + 1.85 * exp(-Double($0) / 20) })
        let calm = run.loss
        run.loss = { calm($0) + ($0 >= 35 ? 3 * exp(-Double($0 - 35) / 4) : 0) }
        #expect(findings(.spike, .trainLoss, in: run).map(\.firstStep) == [35])
    }

    @Test(arguments: UInt64(1)...10)
    func oneBadBatch(seed: UInt64) {
        var run = Self.sound(seed)
        run.replaced = [300: 4]
        #expect(findings(.spike, .trainLoss, in: run).map(\.steps) == [300...300])
    }

    @Test(arguments: UInt64(1)...10)
    func aGradientSpikeOnlyWhereTheLossRises(seed: UInt64) {
        var run = Self.sound(seed)
        let calm = run.loss
        run.gradientNorm = { $0 >= 200 && $0 < 206 ? 60 : 1 }
        #expect(findings(.spike, .gradientNorm, in: run).isEmpty)
        run.loss = { calm($0) * ($0 >= 200 && $0 < 220 ? 3 : 1) }
        #expect(findings(.spike, .gradientNorm, in: run).map(\.firstStep) == [200])
    }

    @Test(arguments: UInt64(1)...10)
    func aValidationSpikeBesideACalmTrainingLoss(seed: UInt64) {
        var run = Self.sound(seed)
        let calm = run.loss
        run.validation = { $0 == 200 ? 40 : 1.1 * calm($0) }
        #expect(findings(.spike, .validationLoss, in: run).map(\.steps) == [200...200])
        #expect(findings(.spike, .trainLoss, in: run).isEmpty)
        #expect(!findings(.modeGap, in: run).isEmpty)
    }

    @Test(arguments: UInt64(1)...10)
    func aValidationThatBeginsWithItsSpike(seed: UInt64) {
        var run = ScriptedRun(
            seed: seed, steps: 60, validateEvery: 10,
            loss: { 0.3 + 1.65 * exp(-Double($0) / 20) })
        let calm = run.loss
        run.validation = { 1.1 * calm($0) + 200 * exp(-Double($0) / 8) }
        let found = findings(.spike, .validationLoss, in: run)
        #expect(found.map(\.firstStep) == [10])
        #expect(findings(.generalizationGap, in: run).isEmpty)
    }

    @Test(arguments: [0.8, 1, 3])
    func aSlowDivergence(speed: Double) {
        for seed in UInt64(1)...10 {
            var run = Self.sound(seed)
            let calm = run.loss
            run.loss = { calm($0) * exp(max(0, Double($0) - 200) * 0.01 * speed) }
            let found = findings(.divergence, in: run)
            #expect(found.count == 1, "seed \(seed)")
            #expect(found.allSatisfy { $0.firstStep > 200 && $0.lastStep == 400 })
        }
    }

    @Test func notANumberAndRecovery() {
        var run = Self.sound(1)
        run.replaced = [150: .nan, 151: .infinity]
        let found = findings(.nonFinite, in: run)
        #expect(found.map(\.channel) == [.trainLoss] && found.map(\.steps) == [150...151])
        #expect(findings(.spike, .trainLoss, in: run).map(\.outcome) == [.fastRecovery])
        #expect(findings(.divergence, in: run).isEmpty)
    }

    @Test func notANumberToTheEnd() {
        var run = Self.sound(1)
        for step in 5...400 { run.replaced[step] = .nan }
        #expect(findings(.nonFinite, in: run).map(\.steps) == [5...400])
        #expect(findings(.spike, .trainLoss, in: run).map(\.outcome) == [.noRecovery])
    }

    @Test(arguments: UInt64(1)...10)
    func aLossThatStaysAtGuessing(seed: UInt64) {
        let run = ScriptedRun(seed: seed, shape: 3, loss: { _ in Self.guessing * 1.005 })
        #expect(findings(.notLearning, in: run).count == 1)
    }

    @Test(arguments: UInt64(1)...10)
    func aLossThatScattersFarMoreThanItsBatches(seed: UInt64) {
        var dice = Dice(seed)
        let waves = (0...400).map { _ in exp(0.9 * dice.normal()) }
        let run = ScriptedRun(seed: seed, loss: { 1.2 * waves[$0] })
        #expect(findings(.unstable, in: run).count == 1)
    }

    @Test func aGapBetweenTheModes() {
        var run = Self.sound(1)
        run.change = { record in
            for validation in record.validations {
                var other = validation
                other.mode = .batchStatistics
                other.loss = validation.step == 120 ? validation.loss / 4 : validation.loss
                record.add(RunEvent(.validation(other), time: 0))
            }
        }
        let found = findings(.modeGap, in: run)
        #expect(found.map(\.steps) == [120...120])
        #expect(abs((found.first?.value ?? 0) - 4) < 1e-9)
    }

    @Test(arguments: UInt64(1)...10)
    func overfittingIsNoSpike(seed: UInt64) {
        var run = Self.sound(seed)
        let calm = run.loss
        run.loss = { calm($0) * exp(-max(0, Double($0) - 100) / 100) }
        run.validation = { 1.1 * calm($0) + max(0, Double($0) - 100) / 80 }
        #expect(findings(.generalizationGap, in: run).count == 1)
        #expect(findings(.spike, in: run).isEmpty)
        #expect(findings(.modeGap, in: run).isEmpty)
    }

    @Test func aValidationOfAHandfulOfImages() {
        var run = Self.sound(3)
        (run.validateEvery, run.validationSamples, run.shape) = (10, 6, 0.5)
        run.batchSize = 256
        #expect(findings(.noisyValidation, in: run).count == 1)
        #expect(findings(.spike, .validationLoss, in: run).isEmpty)
    }

    @Test(arguments: UInt64(1)...10)
    func aRateJumpThatDoesHarm(seed: UInt64) {
        var run = Self.sound(seed)
        let calm = run.loss
        run.rate = { $0 < 200 ? 0.01 : 0.2 }
        #expect(findings(.rateJump, in: run).isEmpty)
        run.loss = { calm($0) + ($0 >= 201 ? 6 * exp(-Double($0 - 201) / 30) : 0) }
        #expect(findings(.rateJump, in: run).map(\.firstStep) == [200])
    }

    @Test func aRateThatWasCutWhileTheLossFell() throws {
        let schedule = try ScheduleSpec(parsing: "plateau:factor=0.5,patience=1")
        for (slope, expected) in [(400.0, 1), (1e9, 0)] {
            var run = ScriptedRun(seed: 5, shape: 2, loss: { 1.8 * exp(-Double($0) / slope) })
            run.rate = { $0 <= 200 ? 0.1 : 0.05 }
            run.change = { $0.configuration?.schedule = schedule }
            let found = findings(.stoppedWhileImproving, in: run)
            #expect(found.count == expected && found.allSatisfy { $0.lastStep == 200 })
        }
    }

    @Test func aStopInTheRecoveryFromASpike() {
        var run = Self.sound(2)
        let calm = run.loss
        run.steps = 260
        run.loss = { calm($0) + ($0 >= 240 ? 3 * exp(-Double($0 - 240) / 30) : 0) }
        #expect(findings(.stoppedWhileImproving, in: run).isEmpty)
        run.change = { $0.plannedSteps = 400 }
        let found = findings(.stoppedWhileImproving, in: run)
        #expect(found.count == 1 && found.first.map { (240...242).contains($0.firstStep) } == true)
    }

    @Test func updatesThatAreLargeBesideTheWeights() {
        for (ratio, count) in [(0.5, 1), (0.002, 0)] {
            var run = Self.sound(2)
            run.change = { record in
                record.series[.updateRatio] = Series(
                    steps: Array(1...400), values: [Double](repeating: ratio, count: 400))
            }
            #expect(findings(.largeUpdates, in: run).count == count)
        }
    }
}
