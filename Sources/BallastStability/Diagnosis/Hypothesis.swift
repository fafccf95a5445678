import BallastEvents

/// One cause of a broken training: what speaks for it, which re-run would prove it, and the repair.
///
/// Every cause is one file in `Hypotheses/` and one line of ``Hypotheses/all``.
public protocol Hypothesis: Sendable {
    var cause: Cause { get }

    /// The measurement or the re-run that would tell whether it is the cause, where only a log is
    /// left: a phrase.
    var settledBy: String { get }

    /// The repair in the words of other frameworks.
    var recipe: Recipe { get }

    /// Measurements that would tell more, cheap beside a re-run.
    func questions(_ file: CaseFile) -> [Question]

    /// What the record and the facts so far say; nil where nothing speaks for the cause.
    func suspicion(_ file: CaseFile) -> Suspicion?

    /// Re-runs with this one factor changed, the mildest change first. The cause is proven by the
    /// first that cures.
    func counterfactuals(_ file: CaseFile) -> [Counterfactual]

    /// What to do where the cause is at least possible.
    ///
    /// - Parameter cure: the re-run that cured, if one did.
    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy

    /// Other repairs than that of the cure, from mild to strong. Where the cause is proven they are
    /// tried beside the one of the cure, and the one with which the run trains best is named.
    func alternatives(_ file: CaseFile, cure: Intervention?) -> [Remedy]

    /// Whether one repair leaves more room to the next fault than another, so that it is preferred
    /// where both train about as well.
    func isSafer(_ one: Remedy, than other: Remedy) -> Bool
}

extension Hypothesis {
    /// Whether the change that would prove it cures almost anything, so that it says something only
    /// where nothing more specific cures.
    var isUnspecific: Bool { cause == .missingWarmup || cause == .learningRateTooHigh }

    public func questions(_ file: CaseFile) -> [Question] { [] }

    public func alternatives(_ file: CaseFile, cure: Intervention?) -> [Remedy] { [] }

    public func isSafer(_ one: Remedy, than other: Remedy) -> Bool { false }
}
