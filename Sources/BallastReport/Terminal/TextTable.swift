/// Rows in aligned columns, two spaces apart, with a rule under the header.
///
/// A table that is wider than where it goes has its cells broken into lines; one that is too wide
/// even so stands in parts below each other, each with the first column.
public struct TextTable: Sendable {
    public enum Alignment: Sendable {
        case leading
        /// For numbers.
        case trailing
    }

    public struct Column: Sendable {
        public let title: String
        public let alignment: Alignment

        public init(_ title: String, _ alignment: Alignment = .leading) {
            self.title = title
            self.alignment = alignment
        }
    }

    public let columns: [Column]
    public private(set) var rows: [[String]] = []

    public init(_ columns: [Column]) {
        self.columns = columns
    }

    /// - Precondition: one cell per column.
    public mutating func append(_ row: [String]) {
        precondition(
            row.count == columns.count, "\(row.count) cells for \(columns.count) columns")
        rows.append(row)
    }

    /// The table's lines, each with a line break, without spaces at their ends and no wider than
    /// the style's width. Where no person looks on, long words such as paths stay whole all the
    /// same.
    public func text(style: TerminalStyle = .plain) -> String {
        let layout = TableLayout(self, style)
        return layout.parts().map { part in
            lines(part, style, breaksWords: layout.breaksWords).map { $0 + "\n" }.joined()
        }.joined(separator: "\n")
    }

    /// Those columns that a part of the table has, with their widths.
    private func lines(
        _ part: TableLayout.Part, _ style: TerminalStyle, breaksWords: Bool
    ) -> [String] {
        let dash = style.usesUnicode ? "─" : "-"
        let header = cells(columns.map(\.title), part, breaksWords)
        let height = header.map(\.count).max() ?? 0
        let lowered = header.map { Array(repeating: "", count: height - $0.count) + $0 }
        let rule = part.widths.map { String(repeating: dash, count: $0) }
        return joined(lowered, part).map { style.colored($0, .bold) }
            + [rule.joined(separator: "  ")]
            + rows.flatMap { joined(cells($0, part, breaksWords), part) }
    }

    /// The cells of a row, each broken into lines.
    private func cells(
        _ row: [String], _ part: TableLayout.Part, _ breaksWords: Bool
    ) -> [[String]] {
        zip(part.columns, part.widths).map { column, width in
            TableLayout.lines(of: row[column], width: width, breaksWords: breaksWords)
        }
    }

    private func joined(_ cells: [[String]], _ part: TableLayout.Part) -> [String] {
        let height = cells.map(\.count).max() ?? 0
        return (0..<height).map { index in
            var line = zip(zip(part.columns, part.widths), cells).map { place, cell in
                (index < cell.count ? cell[index] : "")
                    .padded(to: place.1, columns[place.0].alignment)
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
