/// The first lines of a file, in the question whether they are a table.
struct TableSample {
    private var lines: [[UInt8]] = []
    private let isNamedColumn: Bool

    /// The lines behind the first.
    var rows: Int { max(0, lines.count - 1) }

    private static let most = 40

    init(_ bytes: Span<UInt8>, isWhole: Bool) {
        var line: [UInt8] = []
        var position = 0
        while position < bytes.count, lines.count < Self.most {
            let byte = bytes[position]
            if byte == 0x0A {
                Self.end(&line, &lines)
            } else if byte != 0x0D {
                line.append(byte)
            }
            position += 1
        }
        if isWhole { Self.end(&line, &lines) }
        isNamedColumn =
            lines.first.map { first in
                ColumnRules.role(of: ColumnName(String(decoding: first, as: UTF8.self))).isKnown
            } ?? false
    }

    private static func end(_ line: inout [UInt8], _ lines: inout [[UInt8]]) {
        defer { line = [] }
        let isBlank = !line.contains { $0 > 0x20 }
        if !isBlank, !DelimitedHeader.isNote(line.span, isHeaderKnown: !lines.isEmpty) {
            lines.append(line)
        }
    }

    /// The sign between cells; nil where the lines are no table.
    func delimiter(isTableByName: Bool) -> UInt8? {
        let signs: [UInt8] = [0x09, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: " ")]
        if let sign = signs.first(where: { isTable($0, isTableByName) }) { return sign }
        let isColumn =
            isNamedColumn && rows > 0
            && lines.dropFirst().allSatisfy { line in
                NumberText.cell(line.span, 0..<line.count) != .other
            }
        return isColumn ? UInt8(ascii: ",") : nil
    }

    private func isTable(_ delimiter: UInt8, _ isTableByName: Bool) -> Bool {
        guard let first = lines.first else { return false }
        let header = DelimitedHeader(first.span, delimiter)
        guard header.cells.count >= 2, header.cells.allSatisfy({ !Self.isNumber($0) }) else {
            return false
        }
        if header.cells.contains("Name"), header.cells.contains("State") { return true }
        let isSpaced = delimiter == UInt8(ascii: " ")
        guard rows > 0 else {
            let hasRole = header.cells.contains { ColumnRules.role(of: ColumnName($0)).isKnown }
            let isPlain = !first.contains(UInt8(ascii: ":")) && !first.contains(UInt8(ascii: "="))
            return !isSpaced && hasRole && (isPlain || isTableByName)
        }
        var fitting = 0
        var numeric = 0
        var filled = 0
        for line in lines.dropFirst() {
            let cells = DelimitedHeader.cells(line.span, delimiter)
            guard cells.count == header.cells.count || cells.count == header.cells.count + 1 else {
                continue
            }
            fitting += 1
            for cell in cells where !cell.isEmpty {
                filled += 1
                if Self.isNumber(cell) { numeric += 1 }
            }
        }
        // A table has rows as wide as its header, and is mostly numbers.
        let share = isSpaced ? 0.7 : 0.3
        return fitting * 2 >= rows && fitting > 0 && Double(numeric) >= share * Double(filled)
    }

    private static func isNumber(_ cell: String) -> Bool {
        let bytes = Array(cell.utf8)
        if case .value = NumberText.cell(bytes.span, 0..<bytes.count) { return true }
        return false
    }
}
