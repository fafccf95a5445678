import BallastEvents
import BallastReport

/// A run as its page shows it.
struct RunDetail: Sendable {
    let run: RecordedRun
    /// What lies beside the record in a run directory.
    var supplements = RunSupplements()
    /// Nil before it was judged.
    let diagnosis: Diagnosis?
    /// Whether every point of the record is there.
    let isWhole: Bool
    /// Why it can be read no further.
    let trouble: String?

    /// The report on it.
    var page: ReportPage {
        if let diagnosis { return ReportPage(run, diagnosis, beside: supplements) }
        let record = run.record
        let stand = Diagnosis(
            source: record.source, health: .undetermined, findings: record.findings, causes: [],
            notes: isWhole ? [] : [Self.tooLong])
        return ReportPage(
            run, stand, headline: isWhole ? "Being judged …" : "Not judged here",
            beside: supplements)
    }

    private static let tooLong =
        "The run is too long to be judged while it is watched; ballast diagnose judges it whole. "
        + "The findings are those of the run itself."
}
