import BallastEvents
import BallastStability

/// What a demonstration has shown.
public struct DemoOutcome: Sendable {
    /// One run of it.
    public struct Run: Sendable {
        /// The run directory.
        public var path: String
        public var record: RunRecord
        /// Of a usual step: the lower quartile, because what else a machine does only makes steps
        /// longer.
        public var secondsPerStep: Double
        public var summary: CourseSummary { CourseSummary(record) }
    }

    public var recipe: DemoRecipe
    public var before: Run
    public var diagnosis: Diagnosis
    /// The same run with the remedy; nil where there is no cause with a change of the
    /// configuration.
    public var after: Run?
    /// The recipe's companions, repaired likewise.
    public var companions: [Run] = []
    /// The recipe's references, not repaired.
    public var references: [Run] = []

    /// The loss of a model that knows nothing of the classes, `ln K`.
    public var guessingLoss: Double { before.record.guessingLoss ?? .nan }
}
