import BallastEvents
import BallastTraining
import Testing

@Suite("The search for a learning rate", .serialized)
struct LearningRateFinderTests {
    @Test("finds a closed interval with stable trials below and an unstable one above")
    func interval() throws {
        let training = try TinyTrial.training()
        var seen: [RateTrial] = []
        let finding = try TinyTrial.finder.find(training, spending: TinyTrial.unlimited) {
            if case .trial(let trial) = $0 { seen.append(trial) }
        }
        let interval = finding.interval
        #expect(seen == interval.trials + finding.candidates)
        let low = try #require(interval.stable)
        let high = try #require(interval.unstable)
        #expect(interval.isClosed && low < high && high / low <= 1.25)
        let atLow = interval.trials.filter { $0.learningRate == low }
        #expect(atLow.count == 3 && atLow.allSatisfy { $0.verdict == .stable && $0.steps == 32 })
        #expect(Set(atLow.map(\.seed)) == [0, 1, 2])
        let atHigh = interval.trials.filter { $0.learningRate == high }
        #expect(atHigh.last?.verdict != .stable)
        let suggestion = try #require(finding.suggestion)
        #expect(suggestion.basis == .trials && suggestion.learningRate <= low / 2)
        let chosen = finding.candidates.filter { $0.learningRate == suggestion.learningRate }
        #expect(chosen.count == 2 && chosen.allSatisfy { $0.verdict == .stable })
        #expect(!finding.notes.contains { $0.contains("budget") })
    }

    @Test("gives the same answer twice")
    func determinism() throws {
        let findings = try (0..<2).map { _ in
            try TinyTrial.finder.find(TinyTrial.training(), spending: TinyTrial.unlimited)
        }
        #expect(findings[0] == findings[1])
    }

    @Test("keeps a budget in steps, whatever it is", arguments: [1, 100, 200, 300, 500])
    func budget(steps: Int) throws {
        let training = try TinyTrial.training()
        let budget = EffortBudget(.steps(steps), now: { 0 })
        let finding = try TinyTrial.finder.find(training, spending: budget)
        // A product for one batch, which counts as two steps, may be under way.
        #expect(finding.steps <= steps + 1)
        #expect(!finding.notes.isEmpty)
        // So few steps that the range test sees no learning are too little to know anything.
        #expect((finding.suggestion == nil) == (steps <= 100))
    }

    @Test("a budget that is too short for a range test is not begun, and says what it takes")
    func tooShort() throws {
        let finding = try TinyTrial.finder.find(
            TinyTrial.training(), spending: EffortBudget(.steps(20), now: { 0 }))
        #expect(finding.steps <= 20 && finding.curves.isEmpty && finding.suggestion == nil)
        #expect(finding.notes.contains { $0.contains("the shortest search takes about 236 steps") })
    }

    @Test("a short budget is spent on fewer seeds, so that rates are known")
    func fewerSeeds() throws {
        let finding = try TinyTrial.finder.find(
            TinyTrial.training(), spending: EffortBudget(.steps(300), now: { 0 }))
        #expect(Set(finding.interval.trials.map(\.seed)) == [0])
        #expect(finding.interval.stable != nil || finding.interval.unstable != nil)
        #expect(finding.notes.contains { $0.contains("1 of 2 seeds") })
    }

    @Test("a person who ends it gets what is known, and is told so")
    func interruption() throws {
        var trials = 0
        let budget = EffortBudget(.none, now: { 0 }, shouldStop: { trials >= 2 })
        let finding = try TinyTrial.finder.find(TinyTrial.training(), spending: budget) {
            if case .trial = $0 { trials += 1 }
        }
        #expect(finding.interval.trials.count == 2)
        #expect(finding.notes == ["interrupted: this is what was known by then"])
    }

    @Test("a warm-up comes before the horizon")
    func warmup() throws {
        let training = try TinyTrial.training { $0.warmup = 10 }
        let runner = RateTrialRunner(training, horizon: 20)
        let trial = try runner.trial(0.01, seed: 0, spending: TinyTrial.unlimited)
        #expect(trial?.steps == 30)
    }

    @Test("a hopeless trial ends early")
    func early() throws {
        let runner = RateTrialRunner(try TinyTrial.training(), horizon: 200)
        let trial = try #require(try runner.trial(1e3, seed: 0, spending: TinyTrial.unlimited))
        #expect(trial.verdict != .stable && trial.steps < 200)
    }

    @Test("the sharpness is measured at the start and later, with its limit")
    func sharpness() throws {
        let training = try TinyTrial.training { $0.momentum = 0.5 }
        let finding = try TinyTrial.finder.find(training, spending: TinyTrial.unlimited)
        let (start, warm) = (
            try #require(finding.startSharpness), try #require(finding.sharpness)
        )
        #expect(start.step == 0 && warm.step == 5 && warm.warmRate > 0)
        #expect(abs(start.limit * start.eigenvalue.value - 3) < 1e-9)
        #expect(abs(warm.warmRate - start.limit / 10) < 1e-12)
    }
}
