/// A table of a report. It scrolls by itself where the page is too narrow for it.
package struct ReportTable {
    private let caption: String
    private let columns: [String]
    private let rows: [[HTMLText]]

    /// - Precondition: a row has as many cells as there are columns.
    package init(_ caption: String, columns: [String], rows: [[HTMLText]]) {
        precondition(
            rows.allSatisfy { $0.count == columns.count }, "a row needs \(columns.count) cells")
        self.caption = caption
        self.columns = columns
        self.rows = rows
    }

    /// Nothing where there are no rows. The first cell of a row is its heading.
    package var html: HTMLText {
        guard !rows.isEmpty else { return "" }
        let head = columns.map { "<th scope=\"col\">\($0)</th>" as HTMLText }.joined()
        let body = rows.map { row in
            let cells = row.dropFirst().map { "<td>\($0)</td>" as HTMLText }
            let first: HTMLText = "<th scope=\"row\">\(row[0])</th>"
            return "<tr>\(([first] + cells).joined(separator: ""))</tr>" as HTMLText
        }.joined()
        return """
            <div class="scroll" role="region" tabindex="0" aria-label="\(caption)">
            <table><caption>\(caption)</caption>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(body)
            </tbody></table></div>
            """
    }
}
