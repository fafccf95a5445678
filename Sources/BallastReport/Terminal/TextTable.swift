/// Rows in aligned columns, two spaces apart, with a rule under the header.
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

    /// The table's lines, each with a line break, without spaces at their ends.
    public func text(style: TerminalStyle = .plain) -> String {
        let widths = columns.indices.map { column in
            rows.reduce(columns[column].title.displayWidth) {
                max($0, $1[column].displayWidth)
            }
        }
        let dash = style.usesUnicode ? "─" : "-"
        let rule = widths.map { String(repeating: dash, count: $0) }
        let header = line(columns.map(\.title), widths)
        return ([style.colored(header, .bold), line(rule, widths)] + rows.map { line($0, widths) })
            .map { $0 + "\n" }.joined()
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = zip(cells, columns).enumerated().map { index, pair in
            pair.0.padded(to: widths[index], pair.1.alignment)
        }.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }
}
