import BallastEvents
import BallastReport

/// One run, live: what a report of it shows, as far as it has come.
struct RunPage {
    private let run: ShelvedRun

    init(_ run: ShelvedRun) {
        self.run = run
    }

    /// - Parameters:
    ///   - parts: of this page; they take long to make.
    ///   - version: of what is shown.
    func html(_ parts: [PagePart], version: String) -> String {
        PageFrame(
            title: "\(run.summary.name) · Ballast", kind: "run",
            events: "/run/\(run.key.text)/events?since=\(version)",
            header: "<nav aria-label=\"Where this is\"><a href=\"/\">All runs</a></nav>",
            contents: "<div data-parts>\n\(parts.map(\.html).joined())\n</div>"
        ).html
    }

    var parts: [PagePart] {
        let summary = run.summary
        let pill: HTMLText =
            "<span class=\"pill \(summary.state.rawValue)\">\(summary.state.title)</span> "
        // How a run has ended is said by its report.
        let isOpen = summary.state.isLive || summary.state == .silent || run.detail == nil
        let state: HTMLText = """
            <p class="standing">\(isOpen ? pill : "")written \(RunRow.time(summary.changed))</p>
            """
        let trouble: HTMLText =
            summary.trouble.map { "<p class=\"trouble\" role=\"alert\">\($0)</p>" } ?? ""
        guard let page = run.detail?.page else {
            let waiting: HTMLText =
                summary.trouble == nil ? "<p>The run is being read …</p>" : ""
            let head: HTMLText =
                "<h1>\(summary.name)</h1>\n\(state)\n\(trouble)\n\(waiting)"
            return [.boxed("part-head", head)]
        }
        let health = summary.health?.rawValue ?? "undetermined"
        let link: HTMLText =
            "<p><a href=\"/run/\(run.key.text)/report.html\" download>The report as a file</a></p>"
        let head: HTMLText =
            "<div class=\"\(health)\">\(page.header)</div>\n\(state)\n\(trouble)"
        return [.boxed("part-head", head), .boxed("part-answer", page.answer)]
            + page.sections.map { .boxed("part-\($0.identifier)", $0.html) }
            + [.boxed("part-file", link)]
    }
}
