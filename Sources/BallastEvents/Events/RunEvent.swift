/// One line of `events.jsonl`: what happened and when.
///
/// As JSON it is one flat object: `schema`, `time`, `kind` and the fields of that kind.
public struct RunEvent: Hashable, Sendable {
    /// The version of the line format that this build writes.
    public static let schema = 1

    public enum Kind: Hashable, Sendable {
        // Kept apart, so that an event is not as large as the largest kind.
        indirect case runStarted(RunStart)
        case step(StepRecord)
        /// What the probes measured of every layer in a step.
        case layers(LayerRecord)
        /// Where a step that is not finite first was not.
        indirect case nonFinite(NonFiniteRecord)
        case validation(ValidationRecord)
        /// A checkpoint was written; `path` is relative to the run directory.
        case checkpoint(step: Int, path: String)
        /// The schedule set another rate; smooth schedules are seen in the steps alone.
        case scheduleChanged(step: Int, learningRate: Double)
        /// What a detector saw while the run went on.
        indirect case finding(Finding)
        indirect case guardDecision(GuardDecision)
        /// Whether a decision helped, some steps after it.
        case guardOutcome(GuardOutcome)
        /// A sentence for a person.
        case note(String)
        /// The run went on from the checkpoint of that step.
        case resumed(step: Int)
        case runEnded(status: RunStatus, step: Int, reason: String)
    }

    /// Seconds since 1970-01-01 UTC.
    public var time: Double
    public var kind: Kind

    public init(_ kind: Kind, time: Double) {
        self.time = time
        self.kind = kind
    }
}
