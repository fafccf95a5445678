/// A chart with the sentence that says in words what it shows.
package struct ReportFigure {
    private let title: String
    private let summary: String
    private let picture: String

    package init(_ chart: LineChart) {
        (title, summary, picture) = (chart.title, chart.summary, chart.embeddedSVG)
    }

    package init(_ map: HeatMap) {
        (title, summary, picture) = (map.title, map.summary, map.embeddedSVG)
    }

    package var html: HTMLText {
        """
        <figure>
        <div class="scroll" role="region" tabindex="0" aria-label="\(title)">
        \(HTMLText(trusted: picture))</div>
        <figcaption>\(summary)</figcaption>
        </figure>
        """
    }
}
