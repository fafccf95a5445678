import BallastEvents

/// One run for a person who would rather look than read: a page of HTML in one file that needs no
/// network and stays below 1 MB however long the run is. Its script shows values and zooms; nothing
/// needs it to be read.
///
/// Every string of the run is escaped. Charts have a title and a description in words.
public struct ReportPage: Sendable {
    private let run: RecordedRun
    private let diagnosis: Diagnosis
    private let headline: String
    private let findings: [RunAnnotation]
    private let interventions: [RunAnnotation]
    private let supplements: RunSupplements

    /// - Parameters:
    ///   - diagnosis: of this run; its re-runs are the proof that is shown.
    ///   - supplements: what is shown beside the record.
    public init(
        _ run: RecordedRun, _ diagnosis: Diagnosis, beside supplements: RunSupplements = .init()
    ) {
        self.init(run, diagnosis, headline: diagnosis.headline, beside: supplements)
    }

    /// - Parameter headline: what stands on top in place of the diagnosis's own.
    package init(
        _ run: RecordedRun, _ diagnosis: Diagnosis, headline: String,
        beside supplements: RunSupplements = .init()
    ) {
        self.run = run
        self.diagnosis = diagnosis
        self.headline = headline
        self.supplements = supplements
        findings = RunAnnotation.findings(diagnosis.findings)
        interventions = RunAnnotation.interventions(
            run.record.decisions, lastStep: run.record.lastStep)
    }

    /// - Complexity: O(points of the record).
    public var html: String {
        PageShell(
            title: "\(run.name): \(headline)", state: diagnosis.health.rawValue, header: header,
            main: """
                \(answer)
                \(sections.map(\.html).joined())
                """
        ).html
    }

    /// The run, the answer in one line, and what was trained.
    package var header: HTMLText {
        """
        <p class="run">\(run.name)</p>
        <h1>\(headline)</h1>
        <p class="state">\(state)</p>
        """
    }

    /// The answer in words: what happened, when, why, how sure.
    package var answer: HTMLText {
        ReportAnswer(
            diagnosis, run.record, findings: findings, interventions: interventions
        ).html
    }

    /// What was trained, and how far.
    private var state: String {
        var parts: [String] = []
        if let configuration = run.record.configuration {
            parts.append("\(configuration.model) on \(configuration.data)")
        }
        parts.append("\(max(run.record.lastStep, diagnosis.source.steps)) steps")
        if let status = run.record.status ?? run.manifest?.status { parts.append(status.rawValue) }
        return parts.joined(separator: " · ")
    }

    private var notes: [String] {
        let last = run.record.lastStep
        guard diagnosis.source.steps < last else { return diagnosis.notes }
        return diagnosis.notes + [
            "the run went on after its diagnosis, which was made at step "
                + "\(diagnosis.source.steps) of \(last); ballast diagnose makes it anew"
        ]
    }

    /// What lies below the answer, each under a heading of its own.
    package var sections: [ReportSection] {
        let tables = ReportTables(diagnosis, run)
        let charts = CourseCharts(run.record, findings: findings, interventions: interventions)
        let picture = ProofPicture(diagnosis).map { ReportFigure($0.chart).html } ?? ""
        let maps = LayerMaps(run.record)
        let layers = maps.all.map { ReportFigure($0).html } + [ReportAnswer.list(maps.remarks)]
        let labels = LabelMap(run.record, classNames: run.manifest?.classNames ?? []).map
        let charted = [
            ReportSection(
                "The proof", identifier: "the-proof", [picture, tables.replays].joined()),
            ReportSection(
                "Curves", identifier: "curves",
                charts.all.map { ReportFigure($0).html }.joined()),
            ReportSection("Layers", identifier: "layers", layers.joined()),
            ReportSection(
                "Batches", identifier: "batches", labels.map { ReportFigure($0).html } ?? ""),
        ]
        let told = [
            ReportSection(
                "Findings", identifier: "findings",
                [tables.findings(findings), tables.interventions(interventions)].joined()),
            ReportSection("Causes considered", identifier: "causes", tables.causes),
            ReportSection("Notes", identifier: "notes", ReportAnswer.list(notes)),
            ReportSection(
                "The run", identifier: "the-run",
                "\(tables.commands)<div class=\"beside\">\(tables.values)</div>"),
        ]
        return charted.compactMap { $0 } + supplements.sections + told.compactMap { $0 }
    }
}
