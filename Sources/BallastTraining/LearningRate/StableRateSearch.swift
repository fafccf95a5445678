/// Finds the highest stable learning rate of a training by short trials.
///
/// ```swift
/// let training = try TrialTraining(configuration) { DNNLBackend(threads: $0) }
/// let budget = EffortBudget(.steps(5000), now: { 0 })
/// let interval = try StableRateSearch().interval(
///     of: RateTrialRunner(training, horizon: 200), seeds: training.seeds(3), guess: 0.1,
///     spending: budget)
/// ```
///
/// A rate is stable if the trial of every seed is, in the sense of ``StabilityJudge``. The trials
/// of a rate end with the first seed that is not, and a seed that has failed is tried first at the
/// next rate. ``RateBisection`` chooses the rates.
///
/// Near the border a rate is stable with some probability, and the highest rate of several is there
/// by luck, too. So further seeds have to confirm it; where one does not, the rate is unstable and
/// the search goes on below it. With n seeds that are all stable, the share of stable seeds is at
/// least `0.05^(1/n)` with 95 % confidence: 69 % for 8.
public struct StableRateSearch: Hashable, Sendable {
    /// The ratio of the interval's ends at which the search ends.
    public var resolution: Double
    /// The rates between which it searches.
    public var bounds: ClosedRange<Double>

    public init(resolution: Double = 1.25, bounds: ClosedRange<Double> = 1e-8...1e4) {
        self.resolution = resolution
        self.bounds = bounds
    }

    /// - Parameters:
    ///   - seeds: those of the trials of every rate.
    ///   - confirmations: further seeds, tried at the highest stable rate before it is believed.
    ///   - guess: the first rate to try.
    ///   - observe: called after every trial.
    /// - Returns: what was found when the budget was spent, where it was.
    /// - Throws: what compilation and the data throw.
    public func interval(
        of runner: RateTrialRunner, seeds: [UInt64], confirmations: [UInt64] = [], guess: Double,
        spending budget: EffortBudget, observe: (RateTrial) -> Void = { _ in }
    ) throws -> StableRateInterval {
        precondition(!seeds.isEmpty, "no seed, no trial")
        var bisection = RateBisection(guess: guess, bounds: bounds, resolution: resolution)
        var (order, further) = (seeds, confirmations)
        var trials: [RateTrial] = []
        func isStable(_ rate: Double, _ seeds: inout [UInt64]) throws -> Bool? {
            try allStable(rate, &seeds, runner, budget) {
                trials.append($0)
                observe($0)
            }
        }
        var isConfirmed = false
        while !isConfirmed {
            if let rate = bisection.next {
                guard let outcome = try isStable(rate, &order) else { break }
                bisection.record(rate, isStable: outcome)
            } else {
                guard let rate = bisection.stable else { break }
                guard let outcome = try isStable(rate, &further) else { break }
                isConfirmed = outcome
                guard !outcome else { break }
                bisection.refute()
                // From here on every rate has to bear the seed that this one did not.
                order.insert(further.removeFirst(), at: 0)
            }
        }
        return StableRateInterval(
            stable: bisection.stable, unstable: bisection.unstable, trials: trials,
            isClosed: bisection.isClosed && isConfirmed)
    }

    /// Whether the trials of all seeds are stable at a rate. They end with the first that is not,
    /// and its seed comes to the front.
    ///
    /// - Returns: nil where the budget ran out before the answer.
    private func allStable(
        _ rate: Double, _ seeds: inout [UInt64], _ runner: RateTrialRunner,
        _ budget: EffortBudget, _ observe: (RateTrial) -> Void
    ) throws -> Bool? {
        for (position, seed) in seeds.enumerated() {
            guard let trial = try runner.trial(rate, seed: seed, spending: budget) else {
                return nil
            }
            observe(trial)
            guard trial.verdict == .stable else {
                seeds.swapAt(0, position)
                return false
            }
        }
        return true
    }
}
