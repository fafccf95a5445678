import BallastCore
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

    /// - Parameter diagnosis: of this run; its re-runs are the proof that is shown.
    public init(_ run: RecordedRun, _ diagnosis: Diagnosis) {
        self.init(run, diagnosis, headline: diagnosis.headline)
    }

    /// - Parameter headline: what stands on top in place of the diagnosis's own.
    package init(_ run: RecordedRun, _ diagnosis: Diagnosis, headline: String) {
        self.run = run
        self.diagnosis = diagnosis
        self.headline = headline
        findings = RunAnnotation.findings(diagnosis.findings)
        interventions = RunAnnotation.interventions(
            run.record.decisions, lastStep: run.record.lastStep)
    }

    /// - Complexity: O(points of the record).
    public var html: String {
        let page: HTMLText = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="generator" content="Ballast \(BallastVersion.current)">
            <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
            <title>\(run.name): \(headline)</title>
            <style>
            \(HTMLText(trusted: ReportStyle.css))
            \(HTMLText(trusted: ChartPalette.css))
            \(HTMLText(trusted: ReportScript.css))
            </style>
            </head>
            <body class="\(diagnosis.health.rawValue)">
            <header>
            \(header)
            </header>
            <main>
            \(answer)
            \(sections.map(\.html).joined())
            </main>
            <footer><p>Made by Ballast \(BallastVersion.current).</p></footer>
            \(HTMLText(trusted: ReportScript.element))
            </body>
            </html>

            """
        return page.source
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

    /// Its own styles and script, and pictures that stand in it; nothing else.
    private static let policy: HTMLText = """
        default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
        script-src '\(HTMLText(trusted: ReportScript.digest))'
        """

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
        return [
            ReportSection(
                "The proof", identifier: "the-proof", [picture, tables.replays].joined()),
            ReportSection(
                "Curves", identifier: "curves",
                charts.all.map { ReportFigure($0).html }.joined()),
            ReportSection("Layers", identifier: "layers", layers.joined()),
            ReportSection(
                "Batches", identifier: "batches", labels.map { ReportFigure($0).html } ?? ""),
            ReportSection(
                "Findings", identifier: "findings",
                [tables.findings(findings), tables.interventions(interventions)].joined()),
            ReportSection("Causes considered", identifier: "causes", tables.causes),
            ReportSection("Notes", identifier: "notes", ReportAnswer.list(notes)),
            ReportSection(
                "The run", identifier: "the-run",
                "\(tables.commands)<div class=\"beside\">\(tables.values)</div>"),
        ].compactMap { $0 }
    }
}
