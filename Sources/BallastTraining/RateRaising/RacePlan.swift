/// How long and with how many seeds each round of a race trains.
public struct RacePlan: Hashable, Sendable {
    public struct Round: Hashable, Sendable {
        /// Steps of each training.
        public var length: Int
        /// Trainings of each remedy.
        public var seeds: Int

        public init(length: Int, seeds: Int) {
            self.length = length
            self.seeds = seeds
        }
    }

    /// The rounds, each longer than the one before; the better half of one goes on to the next.
    public var rounds: [Round]
    /// The search of each remedy's first round, and of each combination.
    public var rough: StabilityEffort
    /// The search of the last round and of combinations that improve.
    public var careful: StabilityEffort
    /// The search of the baseline.
    public var baseline: StabilityEffort
    /// The parts of the highest stable rate that are trained at. The highest itself is the border,
    /// and seldom the fastest.
    public var shares = [0.5, 0.125]
    /// Those of the baseline, which may go up to the border.
    public var baselineShares = [1.0, 0.5, 0.25, 0.125]
    /// How many times as long as the remedies the baseline may train, in doublings, until it has
    /// learned something to compare with.
    public var longestBaseline = 4
    /// The part of the loss of guessing below which something has been learned.
    public static let learnedShare = 0.9
    /// Combinations that are tried at most.
    public var combinations = 8

    /// The shortest horizon that shows something.
    public static let fewestSteps = 64
    /// The steps of a whole race in horizons and per remedy, about: searches of six rates, of which
    /// half end early, two trainings of a quarter, one of a half with two seeds for every second
    /// remedy, a careful search and three whole trainings for every fourth, the same for the
    /// combinations.
    static let horizonsPerRemedy = 5.0
    static let horizonsBesides = 50.0
    static let stepsPerRemedy = 110

    /// Three rounds of a quarter, a half and the whole horizon with one, two and three seeds.
    ///
    /// - Precondition: the horizon has at least ``fewestSteps``.
    public init(horizon: Int) {
        precondition(horizon >= Self.fewestSteps, "\(horizon) steps show nothing")
        rounds = [
            Round(length: horizon / 4, seeds: 1), Round(length: horizon / 2, seeds: 2),
            Round(length: horizon, seeds: 3),
        ]
        rough = StabilityEffort(seeds: 1, horizon: max(32, horizon / 4), resolution: 1.5)
        careful = StabilityEffort(seeds: 3, horizon: max(32, horizon / 2), resolution: 1.5)
        baseline = careful
        baseline.resolution = 1.25
    }

    /// The steps of a whole training.
    public var horizon: Int { rounds[rounds.count - 1].length }

    /// The longest horizon, up to `wanted`, with which a race of so many remedies fits into so many
    /// steps; not below ``fewestSteps``.
    public static func horizon(_ wanted: Int, remedies: Int, affordableSteps: Int?) -> Int {
        guard let affordableSteps else { return max(fewestSteps, wanted) }
        let left = Double(affordableSteps - stepsPerRemedy * remedies)
        let fitting = left / (horizonsPerRemedy * Double(remedies) + horizonsBesides)
        return max(fewestSteps, min(wanted, Int(max(0, fitting))))
    }

    /// About how many steps a whole race of so many remedies takes.
    public static func steps(horizon: Int, remedies: Int) -> Int {
        let horizons = horizonsPerRemedy * Double(remedies) + horizonsBesides
        return stepsPerRemedy * remedies + Int(Double(horizon) * horizons)
    }

    /// Whether a training validates after that many steps: often at the start, where fast ones
    /// reach the target, and every twentieth of the length later, and at the end.
    public static func validates(at step: Int, of length: Int) -> Bool {
        let often = max(1, length / 80)
        return step <= length / 4
            ? step.isMultiple(of: often)
            : step == length || step.isMultiple(of: max(1, length / 20))
    }
}
