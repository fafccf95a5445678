import BallastEvents

/// Finds the highest stable learning rate of a training and suggests one to train at.
///
/// 1. Range tests, one per seed, show where the loss falls and where it diverges.
/// 2. The sharpness at the start and after a few steps at a low rate gives the limit of a quadratic
///    model. It is taken twice because sharpness changes most in the first steps.
/// 3. Trials at constant rates close in on the border of stability from both of these.
/// 4. Of trials at a half, a quarter and an eighth of the highest stable rate the one whose loss
///    fell furthest is suggested: the highest rate is seldom the fastest, and the factor of two is
///    what the border moves between seeds and with a longer training.
public struct LearningRateFinder: Hashable, Sendable {
    public var rangeTest = RangeTest()
    public var search = StableRateSearch()
    /// How many trainings each question is asked.
    public var seedCount = 3
    /// Further seeds that the highest stable rate has to bear.
    public var confirmationCount = 5
    /// Steps of a trial at the whole rate, at least 16.
    public var horizon = 200
    /// Steps before the second sharpness.
    public var warmSteps = 20
    /// Batches over which the Hessian is averaged.
    public var sharpnessBatches = 4
    public var powerIteration = PowerIteration()

    /// The part of the limit at the start that the warm steps are made at.
    public static let warmShare = 0.1
    /// The points of a range test that a short budget leaves it: four a decade of the usual sweep.
    public static let fewestPoints = 28
    /// The products that a sharpness must rest on to be believed before it has converged.
    public static let fewestProducts = 5
    /// The horizon that a short budget leaves the trials, and the rates that it must do for.
    public static let shortestHorizon = 32
    static let fewestRates = 6
    /// The parts of the budget for range tests and for the sharpness, at most.
    static let rangeShare = 1.0 / 3
    static let sharpnessShare = 1.0 / 6
    /// The parts of the highest stable rate that are tried for the suggestion.
    public static let candidateShares = [0.5, 0.25, 0.125]

    public init() {}

    /// Everything, within the budget: at most a third of it for the range tests and a sixth for the
    /// sharpness. A budget that is short for all seeds goes to fewer of them, and one that is short
    /// for a range test is not begun. The engine has its state back afterwards.
    ///
    /// - Throws: what compilation and the data throw.
    public func find(
        _ training: TrialTraining, spending budget: EffortBudget,
        observe: (LearningRateProgress) -> Void = { _ in }
    ) throws -> LearningRateFinding {
        defer { training.restore() }
        try measurePace(training, budget)
        let seeds = training.seeds(affordableSeeds(training, budget))
        let curves = try curves(training, seeds, budget, observe).filter { $0.ending != .stopped }
        let range = RangeSummary(curves)
        let (start, warm) = try sharpness(training, range, budget, observe)
        let runner = RateTrialRunner(training, horizon: affordableHorizon(seeds.count, budget))
        let limit = [warm, start].compactMap { $0?.limit }.first { $0.isFinite && $0 > 0 }
        let guess = Self.guess(limit, range, else: training.setup.configuration.learningRate)
        let all = training.seeds(seedCount + confirmationCount)
        let interval = try search.interval(
            of: runner, seeds: seeds, confirmations: Array(all.dropFirst(seedCount)), guess: guess,
            spending: budget
        ) { observe(.trial($0)) }
        let candidates = try candidates(runner, seeds, interval.stable, budget, observe)
        return LearningRateFinding(
            curves: curves, range: range, startSharpness: start, sharpness: warm,
            interval: interval, candidates: candidates,
            suggestion: Self.suggestion(
                interval, candidates, seeds.count, limit, range,
                lowest: search.bounds.lowerBound),
            steps: budget.steps,
            notes: budget.isInterrupted
                ? ["interrupted: this is what was known by then"]
                : notes(curves, warm, interval, runner.horizon, seeds.count, budget)
                    + costNotes(training, interval, budget))
    }

    /// The first step compiles, the next ones tell the pace.
    private func measurePace(_ training: TrialTraining, _ budget: EffortBudget) throws {
        _ = try training.losses(1, spending: budget)
        budget.beginPace()
        _ = try training.losses(2, spending: budget)
    }

    /// The steps of the shortest search with one seed: a range test and a few short trials.
    func fewestSteps(_ training: TrialTraining) -> Int {
        let warmup = training.setup.configuration.warmup
        return Self.fewestPoints + RateTrialRunner.startBatches
            + Self.fewestRates * (warmup + Self.shortestHorizon)
    }

    /// How many seeds the budget has the shortest search for, one at least.
    private func affordableSeeds(_ training: TrialTraining, _ budget: EffortBudget) -> Int {
        guard let steps = budget.affordableSteps else { return seedCount }
        return min(seedCount, max(1, steps / fewestSteps(training)))
    }

    private func curves(
        _ training: TrialTraining, _ seeds: [UInt64], _ budget: EffortBudget,
        _ observe: (LearningRateProgress) -> Void
    ) throws -> [RangeCurve] {
        var test = rangeTest
        var share = Self.rangeShare
        if let steps = budget.affordableSteps {
            guard steps >= Self.fewestPoints else { return [] }
            // One test at least, whatever is left for the rest.
            share = max(share, min(1, Double(Self.fewestPoints) / Double(steps)))
            let each = Int(share * Double(steps)) / seeds.count
            test.points = min(rangeTest.points, max(Self.fewestPoints, each))
        }
        let part = budget.share(share)
        var curves: [RangeCurve] = []
        for seed in seeds where !part.isSpent {
            let curve = try test.curve(of: training, seed: seed, spending: part) {
                observe(.rangePoint($0, count: $1))
            }
            curves.append(curve)
            observe(.rangeCurve(curve))
        }
        return curves
    }

    /// The sharpness at the start and after the warm steps, by the first seed.
    private func sharpness(
        _ training: TrialTraining, _ range: RangeSummary, _ budget: EffortBudget,
        _ observe: (LearningRateProgress) -> Void
    ) throws -> (start: Sharpness?, warm: Sharpness?) {
        // Half of the share is for the start. Where that is too short, trials make more of it.
        let needed = Double(Self.fewestProducts * 2 * sharpnessBatches)
        if let steps = budget.affordableSteps, Double(steps) * Self.sharpnessShare / 2 < needed {
            return (nil, nil)
        }
        let part = budget.share(Self.sharpnessShare)
        let stability = StabilityLimit(training.setup.configuration)
        // An adaptive optimizer has nothing to divide by before its first steps; at the rate 0 they
        // leave the weights where they are.
        let start = try sharpness(
            training, after: stability.isPreconditioned ? warmSteps : 0, rate: 0,
            part.share(0.5))
        if let start { observe(.sharpness(start)) }
        let limit = start.map(\.limit).flatMap { $0.isFinite ? $0 : nil }
        let low = Self.warmShare * (limit ?? range.lowestLossRate ?? rangeTest.from)
        let warm = try sharpness(training, after: warmSteps, rate: low, part)
        if let warm { observe(.sharpness(warm)) }
        return (start, warm)
    }

    private func sharpness(
        _ training: TrialTraining, after steps: Int, rate: Double, _ budget: EffortBudget
    ) throws -> Sharpness? {
        try training.begin(seed: training.setup.configuration.seed)
        for _ in 0..<steps {
            guard !budget.isSpent,
                try training.step(learningRate: rate, spending: budget).isFinite
            else { return nil }
        }
        let stability = StabilityLimit(training.setup.configuration)
        return try training.sharpness(
            batches: sharpnessBatches, by: powerIteration, spending: budget
        ).flatMap {
            guard $0.converged || $0.products >= Self.fewestProducts else { return nil }
            return Sharpness(
                step: rate == 0 ? 0 : steps, warmRate: rate, eigenvalue: $0,
                isPreconditioned: stability.isPreconditioned,
                limit: stability.learningRate(sharpness: $0.value))
        }
    }

    /// Where the search begins: midway between the two hints, in the logarithm.
    static func guess(_ limit: Double?, _ range: RangeSummary, else usual: Double) -> Double {
        switch (limit, range.divergenceRate) {
        case (let limit?, let divergence?): (limit * divergence).squareRoot()
        case (let limit?, nil): limit
        case (nil, let divergence?): divergence / 2
        case (nil, nil): range.lowestLossRate ?? usual
        }
    }

    /// The horizon, cut where the budget has not half of the steps that the trials would take: some
    /// rates, the confirmation, the suggestion's.
    private func affordableHorizon(_ seeds: Int, _ budget: EffortBudget) -> Int {
        let trials = (Self.fewestRates + Self.candidateShares.count) * seeds + confirmationCount
        guard let steps = budget.affordableSteps, steps < trials * horizon / 2 else {
            return horizon
        }
        return min(horizon, max(Self.shortestHorizon, steps / trials))
    }

    /// Trials of all seeds at parts of the highest stable rate.
    private func candidates(
        _ runner: RateTrialRunner, _ seeds: [UInt64], _ stable: Double?, _ budget: EffortBudget,
        _ observe: (LearningRateProgress) -> Void
    ) throws -> [RateTrial] {
        guard let stable else { return [] }
        var trials: [RateTrial] = []
        for share in Self.candidateShares {
            for seed in seeds {
                guard let trial = try runner.trial(stable * share, seed: seed, spending: budget)
                else { return trials }
                trials.append(trial)
                observe(.trial(trial))
            }
        }
        return trials
    }
}
