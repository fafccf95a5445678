import BallastEvents
import BallastOptimizers
import Testing

@Suite struct ScheduleGoldenTests {
    static let schedules: [(String, any LearningRateSchedule)] = [
        ("constant", ConstantRate()),
        ("step", StepDecay(size: 3, gamma: 0.5)),
        ("multistep", MultiStepDecay(milestones: [2, 5, 5, 11], gamma: 0.3)),
        ("exponential", ExponentialDecay(gamma: 0.93)),
        ("polynomial", PolynomialDecay(total: 12, power: 2.5)),
        ("polynomialLinear", PolynomialDecay(total: 7)),
        ("cosine", CosineDecay(total: 17, minimum: 0.003)),
        ("cosineBeyond", CosineDecay(total: 6, minimum: 0.003)),
        ("restarts", CosineRestarts(first: 5, minimum: 0.002)),
        ("restartsTwice", CosineRestarts(first: 3, multiplier: 2, minimum: 0.001)),
        ("onecycle", OneCycle(maximum: 0.4, total: 37)),
        (
            "onecycleOther",
            OneCycle(
                maximum: 0.2, total: 20, start: 0.45, divisor: 10, finalDivisor: 100,
                momentumRange: 0.7...0.9)
        ),
        ("onecycleFixedMomentum", OneCycle(maximum: 0.2, total: 11, momentumRange: nil)),
        ("warmupConstant", LinearWarmup(4, then: ConstantRate())),
        ("warmupCosine", LinearWarmup(5, then: CosineDecay(total: 20))),
        ("warmupStep", LinearWarmup(3, then: StepDecay(size: 4, gamma: 0.5))),
    ]

    static let plateaus: [(String, PlateauDecay)] = [
        ("plateauMin", PlateauDecay(base: 0.1, patience: 2)),
        (
            "plateauCooldown",
            PlateauDecay(
                base: 0.1, factor: 0.5, patience: 1, threshold: 0.01, thresholdMode: .absolute,
                cooldown: 2, minimum: 0.02)
        ),
        (
            "plateauMax",
            PlateauDecay(base: 0.1, mode: .max, factor: 0.3, patience: 1, threshold: 0.02)
        ),
        (
            "plateauMaxAbsolute",
            PlateauDecay(
                base: 0.1, mode: .max, factor: 0.3, patience: 0, threshold: 0.01,
                thresholdMode: .absolute)
        ),
        ("plateauEpsilon", PlateauDecay(base: 0.1, factor: 0.5, patience: 0, epsilon: 0.02)),
    ]

    private func close(_ value: Double, _ expected: Double) -> Bool {
        abs(value - expected) <= 1e-9 * abs(expected) + 1e-17
    }

    @Test(arguments: schedules.indices)
    func ratesAndMomentaArePyTorchs(index: Int) throws {
        let (name, schedule) = Self.schedules[index]
        let fixture = try ScheduleFixture.load()
        let golden = try #require(fixture.cases[name])
        for (step, (rate, momentum)) in zip(golden.rates, golden.momenta).enumerated() {
            let ours = schedule.learningRate(base: fixture.header.base, at: step)
            #expect(close(ours, rate), "\(name) at \(step): \(ours), PyTorch \(rate)")
            let inertia = schedule.momentum(at: step) ?? 0.9
            #expect(close(inertia, momentum), "\(name) at \(step): \(inertia), \(momentum)")
        }
    }

    @Test(arguments: plateaus.indices)
    func plateauIsPyTorchs(index: Int) throws {
        let (name, initial) = Self.plateaus[index]
        let golden = try #require(try ScheduleFixture.load().cases[name])
        let metrics = try #require(golden.metrics)
        var plateau = initial
        for (step, (metric, rate)) in zip(metrics, golden.rates).enumerated() {
            let ours = plateau.step(metric: metric)
            #expect(close(ours, rate), "\(name) at \(step): \(ours), PyTorch \(rate)")
        }
    }

    @Test func everyCaseOfTheFixtureIsCompared() throws {
        let names = Set(Self.schedules.map(\.0) + Self.plateaus.map(\.0))
        #expect(names == Set(try ScheduleFixture.load().cases.keys))
    }

    @Test(arguments: plateaus.indices)
    func aPlateauGoesOnFromItsStoredState(index: Int) throws {
        let (name, initial) = Self.plateaus[index]
        let metrics = try #require(try ScheduleFixture.load().cases[name]?.metrics)
        for cut in [0, 1, metrics.count / 2] {
            var straight = initial
            for metric in metrics.prefix(cut) { _ = straight.step(metric: metric) }
            let stored = try JSONCoding.encode(straight)
            var resumed = try JSONCoding.decode(PlateauDecay.self, from: stored, at: name)
            for metric in metrics.dropFirst(cut) {
                #expect(straight.step(metric: metric) == resumed.step(metric: metric))
            }
        }
    }

    /// The contract of every schedule: finite, never negative, a function of the index alone.
    @Test(arguments: schedules.indices)
    func ratesAreFiniteAndRepeatable(index: Int) {
        let (name, schedule) = Self.schedules[index]
        let forward = (0..<2000).map { schedule.learningRate(base: 0.1, at: $0) }
        let backward = (0..<2000).reversed().map { schedule.learningRate(base: 0.1, at: $0) }
        #expect(forward == backward.reversed(), "\(name)")
        #expect(forward.allSatisfy { $0.isFinite && $0 >= 0 }, "\(name)")
    }

    @Test(arguments: [1, 2, 3, 4])
    func shortCyclesHaveNoHoles(total: Int) {
        let cycle = OneCycle(maximum: 0.4, total: total)
        for step in 0..<6 {
            let rate = cycle.learningRate(base: 1, at: step)
            #expect(rate.isFinite && rate > 0 && rate <= 0.4)
        }
        #expect(LinearWarmup(0, then: ConstantRate()).learningRate(base: 0.1, at: 0) == 0.1)
        #expect(LinearWarmup(1, then: ConstantRate()).learningRate(base: 0.1, at: 0) == 0.1)
    }

    @Test func anImmenseMultiplierMakesTheSecondCycleEndless() {
        let schedule = CosineRestarts(first: 2, multiplier: .max)
        #expect(schedule.learningRate(base: 0.1, at: 2) == 0.1)
        #expect(schedule.learningRate(base: 0.1, at: 1_000_000) > 0.0999)
    }
}
