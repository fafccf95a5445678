/// How wide the columns of a table are where it has to fit, and which stand beside each other.
struct TableLayout {
    /// Columns that stand beside each other, by their position, with their widths.
    struct Part {
        var columns: [Int]
        var widths: [Int]
    }

    private let natural: [Int]
    private let least: [Int]
    private let limit: Int
    /// Whether a word may be broken where it is wider than its column.
    let breaksWords: Bool

    /// Words up to this width are never broken.
    private static let wholeWord = 16
    private static let gap = 2

    init(_ table: TextTable, _ style: TerminalStyle) {
        limit = style.width
        breaksWords = style.isTerminal
        let mayBreak = breaksWords
        let cells = { (column: Int) in table.rows.map { $0[column] } }
        natural = table.columns.indices.map { column in
            cells(column).reduce(table.columns[column].title.displayWidth) {
                max($0, $1.displayWidth)
            }
        }
        least = table.columns.indices.map { column in
            let word = { (text: String) in
                let longest = Self.longestWord(text)
                return mayBreak ? min(longest, Self.wholeWord) : longest
            }
            let title = word(table.columns[column].title)
            return switch table.columns[column].alignment {
            case .leading: cells(column).reduce(title) { max($0, word($1)) }
            case .trailing: cells(column).reduce(title) { max($0, $1.displayWidth) }
            }
        }
    }

    /// The parts of the table, below each other: one where it fits.
    func parts() -> [Part] {
        var parts: [[Int]] = []
        var current: [Int] = []
        for column in natural.indices {
            let wider = current + [column]
            if current.count > 1, total(wider.map { least[$0] }) > limit {
                parts.append(current)
                current = [0, column]
            } else {
                current = wider
            }
        }
        return (parts + [current]).map { Part(columns: $0, widths: widths(of: $0)) }
    }

    /// The natural widths, the widest columns being made narrower until all fit.
    private func widths(of columns: [Int]) -> [Int] {
        var widths = columns.map { natural[$0] }
        while total(widths) > limit {
            let narrower = columns.indices.filter { widths[$0] > least[columns[$0]] }
            guard let widest = narrower.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
        }
        return widths
    }

    private func total(_ widths: [Int]) -> Int {
        widths.reduce(0, +) + Self.gap * max(0, widths.count - 1)
    }

    private static func longestWord(_ text: String) -> Int {
        text.split(separator: " ").map { String($0).displayWidth }.max() ?? 0
    }

    /// A cell on lines of so many columns.
    static func lines(of cell: String, width: Int, breaksWords: Bool) -> [String] {
        guard cell.displayWidth > width else { return [cell] }
        let lines = Paragraph.lines(cell, width: width)
        guard breaksWords else { return lines }
        return lines.flatMap { line -> [String] in
            // Colour codes are not cut through.
            guard line.displayWidth > width, !line.contains("\u{1B}") else { return [line] }
            return pieces(line, width: width)
        }
    }

    /// A long word in pieces, where it can be behind a sign that divides it.
    private static func pieces(_ word: String, width: Int) -> [String] {
        var pieces: [String] = []
        var rest = Substring(word)
        while String(rest).displayWidth > width {
            var head = rest.prefix(width)
            while String(head).displayWidth > width { head = head.dropLast() }
            guard !head.isEmpty else { break }
            if let sign = head.lastIndex(where: { "/-_,:.".contains($0) }),
                head.distance(from: head.startIndex, to: sign) >= width / 2
            {
                head = head[...sign]
            }
            pieces.append(String(head))
            rest = rest[head.endIndex...]
        }
        return rest.isEmpty ? pieces : pieces + [String(rest)]
    }
}
