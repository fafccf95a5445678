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
/// A rate is stable if the trial of every seed is, in the sense of ``StabilityJudge``. The trials of
/// a rate end with the first seed that is not, and a seed that has failed is tried first at the
/// next rate. ``RateBisection`` chooses the rates.
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
    ///   - guess: the first rate to try.
    ///   - observe: called after every trial.
    /// - Returns: what was found when the budget was spent, where it was.
    /// - Throws: what compilation and the data throw.
    public func interval(
        of runner: RateTrialRunner, seeds: [UInt64], guess: Double,
        spending budget: EffortBudget, observe: (RateTrial) -> Void = { _ in }
    ) throws -> StableRateInterval {
        precondition(!seeds.isEmpty, "no seed, no trial")
        var bisection = RateBisection(guess: guess, bounds: bounds, resolution: resolution)
        var order = seeds
        var trials: [RateTrial] = []
        search: while let rate = bisection.next {
            var isStable = true
            for (position, seed) in order.enumerated() {
                guard let trial = try runner.trial(rate, seed: seed, spending: budget) else {
                    break search
                }
                trials.append(trial)
                observe(trial)
                guard trial.verdict == .stable else {
                    isStable = false
                    order.swapAt(0, position)
                    break
                }
            }
            bisection.record(rate, isStable: isStable)
        }
        return StableRateInterval(
            stable: bisection.stable, unstable: bisection.unstable, trials: trials,
            isClosed: bisection.isClosed)
    }
}
