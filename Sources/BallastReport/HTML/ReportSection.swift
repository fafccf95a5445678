/// A part of a report under a heading of its own.
package struct ReportSection: Sendable {
    package let title: String
    /// Unique within a page; of letters and dashes.
    package let identifier: String
    package let body: HTMLText

    /// - Returns: nil where there is nothing to show.
    package init?(_ title: String, identifier: String, _ body: HTMLText) {
        guard !body.isEmpty else { return nil }
        self.title = title
        self.identifier = identifier
        self.body = body
    }

    package var html: HTMLText {
        """
        <section aria-labelledby="\(identifier)">
        <h2 id="\(identifier)">\(title)</h2>
        \(body)
        </section>
        """
    }
}
