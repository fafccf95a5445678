import BallastEvents
import BallastReport

/// A run as its page shows it.
struct RunDetail: Sendable {
    let run: RecordedRun
    /// What lies beside the record in a run directory.
    var supplements = RunSupplements()
    /// Nil before it was judged.
    var diagnosis: Diagnosis?
    /// Whether it is only the beginning of what is there.
    var isBehind = false
    /// Whether it is longer than what is judged while it is watched.
    let isTooLong: Bool
    /// Why it can be read no further.
    let trouble: String?

    /// The report on it.
    var page: ReportPage {
        if let diagnosis { return ReportPage(run, diagnosis, beside: supplements) }
        let record = run.record
        let headline =
            isBehind ? "Being read …" : isTooLong ? "Not judged here" : "Being judged …"
        let stand = Diagnosis(
            source: record.source, health: .undetermined, findings: record.findings, causes: [],
            notes: isTooLong ? [Self.tooLong] : [])
        return ReportPage(run, stand, headline: headline, beside: supplements)
    }

    /// The most bytes of files that are read once more, whole, to judge a run of whose record only
    /// the extremes are held.
    static let mostJudgedBytes = 1 << 29

    private static let tooLong =
        "The run is too long to be judged while it is watched; ballast diagnose judges it whole. "
        + "The findings are those of the run itself."
}
