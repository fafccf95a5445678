/// What a race asks of a training. ``TrainingLaboratory`` trains; tests answer from a script.
public protocol RemedyLaboratory: AnyObject {
    /// Whether nothing more will be answered: the budget is spent, or a person asked for an end.
    var isSpent: Bool { get }

    /// Whether a person asked for the end.
    var isInterrupted: Bool { get }

    /// The loss of a model that knows nothing, `ln K` for K classes.
    var guessingLoss: Double { get }

    /// Searches the highest stable rate of the baseline with the remedies.
    ///
    /// - Parameter guess: about where it is; nil where nothing is known.
    /// - Returns: what was found when the budget was spent, where it was.
    /// - Throws: ``BallastError`` of kind `usage` where these remedies cannot be had.
    func stableRate(
        of remedies: RemedySet, effort: StabilityEffort, near guess: Double?
    ) throws -> StableRateInterval

    /// Trains at one rate, as the schedule scales it, and validates on the way.
    ///
    /// - Returns: nil where the budget was spent before the end.
    func course(
        of remedies: RemedySet, rate: Double, seed: UInt64, length: Int
    ) throws -> RemedyCourse?
}
