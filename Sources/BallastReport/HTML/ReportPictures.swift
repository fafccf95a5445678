import BallastEvents

/// The charts of a run as pictures, each a file of its own for a paper or a page of other making.
///
/// They are those of ``ReportPage``, with their style in them: on light paper and on dark.
public struct ReportPictures: Sendable {
    private let run: RecordedRun
    private let diagnosis: Diagnosis

    /// - Parameter diagnosis: of this run.
    public init(_ run: RecordedRun, _ diagnosis: Diagnosis) {
        self.run = run
        self.diagnosis = diagnosis
    }

    /// The pictures by their names, such as `proof` and `loss`; what was not recorded has none.
    ///
    /// - Complexity: O(points of the record).
    public var all: [(name: String, svg: String)] {
        let charts = CourseCharts(
            run.record, findings: RunAnnotation.findings(diagnosis.findings),
            interventions: RunAnnotation.interventions(
                run.record.decisions, lastStep: run.record.lastStep))
        let proof = [ProofPicture(diagnosis)?.chart].compactMap { $0 }
        return (proof + charts.all).map { ($0.identifier, $0.svg) }
    }
}
