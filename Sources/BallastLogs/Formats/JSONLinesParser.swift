import BallastCore

/// Reads one JSON object a line.
final class JSONLinesParser: LogParser {
    private let table: ColumnTable
    private let path: String
    private var splitter = LineSplitter()
    private var writer: RowWriter
    private var row = JSONRow()
    private var line = 0
    private var rows = 0

    init(_ table: ColumnTable, path: String) {
        self.table = table
        self.path = path
        writer = RowWriter(table)
    }

    func consume(_ bytes: Span<UInt8>) {
        splitter.consume(bytes) { read($0, isLast: false) }
    }

    func finish() throws(BallastError) {
        splitter.finish { read($0, isLast: true) }
        guard rows > 0 || line == 0 else {
            throw BallastError(
                .badInput, "no line is a JSON object", at: path,
                mend: "Name a log with one JSON object a line.")
        }
    }

    private func read(_ bytes: Span<UInt8>, isLast: Bool) {
        line += 1
        row.removeAll()
        var scanner = JSONScanner(0..<bytes.count)
        guard scanner.peek(bytes) != nil else { return }
        if scanner.object(bytes, into: &row) {
            rows += 1
            writer.write(row)
        } else if isLast {
            table.note("\(path): the last line is not complete, and was not read")
        } else {
            table.note("\(path): some lines are no JSON objects, and were not read")
        }
    }
}
