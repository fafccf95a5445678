import BallastCore
import BallastEvents
import BallastReport

/// Several runs over each other, what they came to, and in what they differ.
struct ComparePage {
    private let runs: [ShelvedRun]
    private let keys: [RunKey]

    /// As many as a chart has colours for.
    static let mostRuns = ChartPalette.seriesCount

    /// - Parameter keys: those that were asked for, which may not all be there.
    init(_ runs: [ShelvedRun], keys: [RunKey]) {
        self.runs = runs
        self.keys = keys
    }

    func html(_ parts: [PagePart], version: String) -> String {
        let query = keys.map { "run=\($0.text)" }.joined(separator: "&")
        return PageFrame(
            title: "\(runs.count) runs · Ballast", kind: "compare",
            events: "/compare/events?\(query)&since=\(version)",
            header: """
                <nav aria-label="Where this is"><a href="/">All runs</a></nav>
                <h1>Runs over each other</h1>
                """,
            contents: "<div data-parts>\n\(parts.map(\.html).joined())\n</div>"
        ).html
    }

    var parts: [PagePart] {
        let known = runs.compactMap { run in run.detail.map { (run.summary.name, $0.run.record) } }
        let figures = OverlayCharts(known).all.map { ReportFigure($0).html }
        let missing = keys.count - runs.count
        let notes: [HTMLText] = [
            missing > 0 ? "<p class=\"trouble\">\(missing) of the runs are not there.</p>" : "",
            runs.count > known.count && missing == 0
                ? "<p class=\"trouble\">Not all of the runs can be read.</p>" : "",
            runs.isEmpty ? "<p>Choose runs in the list first.</p>" : "",
        ]
        let curves = ReportSection("Curves", identifier: "curves", figures.joined())
        let differences = ReportSection(
            "In what they differ", identifier: "differences", differences)
        return [.boxed("part-notes", notes.joined()), .boxed("part-runs", table)]
            + [curves, differences].compactMap { section in
                section.map { .boxed("part-\($0.identifier)", $0.html) }
            }
    }

    private var table: HTMLText {
        ReportTable(
            "The runs", columns: ["Run", "State", "Steps", "Last", "Best", "What was found"],
            rows: runs.map { run in
                let summary = run.summary
                return [
                    "<a href=\"/run/\(run.key.text)\">\(summary.name)</a>",
                    "\(summary.state.title)", "\(RunRow.grouped(summary.steps))",
                    "\(Self.text(summary.lastValidation))", "\(Self.text(summary.bestValidation))",
                    "\(summary.trouble ?? summary.headline ?? "–")",
                ]
            }
        ).html
    }

    private static func text(_ point: RunSummary.Point?) -> String {
        point.map { "\(NumberText.short($0.value)) at step \(RunRow.grouped($0.step))" } ?? "–"
    }

    /// The keys of the configurations that are not the same in all runs that have one.
    private var differences: HTMLText {
        let configured = runs.compactMap { run -> (String, [String: ConfigurationValue])? in
            guard let configuration = run.detail?.run.record.configuration,
                let values = Self.values(configuration)
            else { return nil }
            return (run.summary.name, values)
        }
        guard configured.count > 1 else { return "" }
        let keys = RunConfiguration.Key.allCases.map(\.rawValue).filter { key in
            Set(configured.map { Self.text($0.1[key]) }).count > 1
        }
        return ReportTable(
            "Configurations", columns: ["Key"] + configured.map(\.0),
            rows: keys.map { key in
                ["\(key)"] + configured.map { "\(Self.text($0.1[key]))" as HTMLText }
            }
        ).html
    }

    private static func values(_ configuration: RunConfiguration) -> [String: ConfigurationValue]? {
        guard let bytes = try? JSONCoding.encode(configuration) else { return nil }
        return try? JSONCoding.decode(
            [String: ConfigurationValue].self, from: bytes, at: "configuration")
    }

    private static func text(_ value: ConfigurationValue?) -> String {
        guard let value, value != .none else { return "–" }
        return "\(value)"
    }
}
