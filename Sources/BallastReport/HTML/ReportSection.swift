/// A part of a report under a heading of its own.
struct ReportSection: Sendable {
    let title: String
    /// Unique within a page; of letters and dashes.
    let identifier: String
    let body: HTMLText

    /// - Returns: nil where there is nothing to show.
    init?(_ title: String, identifier: String, _ body: HTMLText) {
        guard !body.isEmpty else { return nil }
        self.title = title
        self.identifier = identifier
        self.body = body
    }

    var html: HTMLText {
        """
        <section aria-labelledby="\(identifier)">
        <h2 id="\(identifier)">\(title)</h2>
        \(body)
        </section>
        """
    }
}
