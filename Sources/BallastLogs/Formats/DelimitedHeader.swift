import BallastCore
import BallastEvents

/// The header of a table.
struct DelimitedHeader {
    struct Column: Hashable {
        let name: String
        /// The run that an export from Weights & Biases names in front of the metric.
        let run: String?
    }

    let cells: [String]
    let columns: [Column]
    /// The column whose cells tell the part of the run.
    let splitColumn: Int?
    /// For the bounds of a bin, the column of its mean.
    let boundedColumn: [Int: Int]
    /// The parts that Ultralytics' losses are the sums of.
    let sums: [Sum]
    private let first: [UInt8]

    struct Sum: Hashable {
        let columns: [Int]
        let name: String
        let channel: Channel
    }

    /// Whether a row is more than numbers one beside the other.
    var isSpecial: Bool { splitColumn != nil || !boundedColumn.isEmpty || !sums.isEmpty }

    init(_ line: Span<UInt8>, _ delimiter: UInt8) {
        self.init(Self.cells(line, delimiter))
    }

    init(_ cells: [String]) {
        var cells = cells
        if let name = cells.first, name.utf8.first == UInt8(ascii: "#") {
            cells[0] = Self.trimmed(name.utf8.dropFirst())
            if cells[0].isEmpty, cells.count > 1 { cells.removeFirst() }
        }
        self.cells = cells
        columns = Self.columns(cells)
        splitColumn = cells.firstIndex { RowSplit.isName($0) }
        first = Array(cells[0].utf8)
        sums = Self.sums(cells)
        var bounds: [Int: Int] = [:]
        for (index, name) in cells.enumerated() {
            guard name.hasSuffix("__MIN") || name.hasSuffix("__MAX") else { continue }
            bounds[index] = cells.firstIndex(of: String(name.dropLast(5)))
        }
        boundedColumn = bounds
    }

    /// Ultralytics logs the parts of a loss, weighted, and not the loss.
    private static func sums(_ cells: [String]) -> [Sum] {
        let parts = ["box", "cls", "dfl", "seg", "obj", "pose", "kobj"]
        guard cells.first == "epoch" else { return [] }
        let channels: [(String, Channel)] = [("train", .trainLoss), ("val", .validationLoss)]
        return channels.compactMap { prefix, channel in
            let columns = parts.compactMap { cells.firstIndex(of: "\(prefix)/\($0)_loss") }
            guard columns.count >= 2, !cells.contains("\(prefix)/loss") else { return nil }
            let name = columns.map { cells[$0] }.joined(separator: " + ")
            return Sum(columns: columns, name: name, channel: channel)
        }
    }

    /// Charts of Weights & Biases name their columns `RUN - METRIC`.
    private static func columns(_ cells: [String]) -> [Column] {
        let parts = cells.map { cell in cell.ranges(of: " - ").last }
        let isChart =
            cells.count > 1 && parts[0] == nil && parts.dropFirst().allSatisfy { $0 != nil }
        return zip(cells, parts).map { cell, separator in
            guard isChart, let separator else { return Column(name: cell, run: nil) }
            return Column(
                name: String(cell[separator.upperBound...]),
                run: String(cell[..<separator.lowerBound]))
        }
    }

    /// Whether a line is a remark: NumPy's header, `# epoch loss`, begins with the same sign.
    static func isNote(_ line: Span<UInt8>, isHeaderKnown: Bool) -> Bool {
        guard line.count > 0, line[0] == UInt8(ascii: "#") else { return false }
        guard !isHeaderKnown else { return true }
        let text = [UInt8](line.extracting(1...))
        let words = text.split { $0 <= 0x20 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
        return !words.contains { word in
            ColumnRules.role(of: ColumnName(String(decoding: word, as: UTF8.self))).isKnown
        }
    }

    /// Whether a row is this header once more.
    func isRepeat(_ bytes: Span<UInt8>) -> Bool {
        guard first.count <= bytes.count, !first.isEmpty, !NumberText.isDigit(bytes[0]) else {
            return false
        }
        for position in first.indices where bytes[position] != first[position] { return false }
        return true
    }

    /// Whether these cells are names, some of them this header's.
    func isRepeated(by other: [String]) -> Bool {
        other.contains { cells.contains($0) && !$0.isEmpty }
            && other.allSatisfy { cell in
                let bytes = Array(cell.utf8)
                return NumberText.cell(bytes.span, 0..<bytes.count) == .other
            }
    }

    /// Weights & Biases also exports a table with one row per run, in which no run has a course.
    func refuseTableOfRuns(_ path: String) throws(BallastError) {
        let marks: Set = ["State", "Notes", "User", "Tags", "Created", "Runtime", "Sweep"]
        guard cells.contains("Name"), marks.intersection(cells).count >= 2 else { return }
        throw BallastError(
            .badInput,
            "this is the table of runs of Weights & Biases: one row per run and no step in it",
            at: "\(path):1",
            mend: "Export a chart of the loss as CSV, or the history of one run "
                + "(wandb.Api().run(…).history()).")
    }

    // MARK: Cells

    /// The cells of a line, quotes taken off and spaces around them too.
    static func cells(_ line: Span<UInt8>, _ delimiter: UInt8) -> [String] {
        var cells: [String] = []
        var cell: [UInt8] = []
        var inQuotes = false
        let isSpaced = delimiter == UInt8(ascii: " ")
        for position in line.indices {
            let byte = line[position]
            if byte == UInt8(ascii: "\"") {
                // Two quotes within quotes are one.
                if !inQuotes, position > 0, line[position - 1] == byte { cell.append(byte) }
                inQuotes.toggle()
            } else if !inQuotes, byte == delimiter || (isSpaced && byte == 0x09) {
                if !isSpaced || !cell.isEmpty { cells.append(trimmed(cell)) }
                cell.removeAll(keepingCapacity: true)
            } else {
                cell.append(byte)
            }
        }
        if !isSpaced || !cell.isEmpty || cells.isEmpty { cells.append(trimmed(cell)) }
        if cells[0].hasPrefix("\u{FEFF}") { cells[0].removeFirst() }
        return cells
    }

    private static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> String {
        let low = bytes.firstIndex { $0 > 0x20 } ?? bytes.endIndex
        let high = bytes.lastIndex { $0 > 0x20 } ?? bytes.startIndex
        return low <= high && low < bytes.endIndex
            ? String(decoding: bytes[low...high], as: UTF8.self) : ""
    }
}
