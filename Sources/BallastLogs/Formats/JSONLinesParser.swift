import BallastCore

/// Reads one JSON object a line.
struct JSONLinesParser: LogParser {
    private let path: String
    private var splitter = LineSplitter()
    private var writer = RowWriter()
    private var row = JSONRow()
    private var line = 0
    private var rows = 0

    init(path: String) {
        self.path = path
    }

    mutating func consume(_ bytes: Span<UInt8>, into table: inout ColumnTable) {
        var splitter = LineSplitter()
        swap(&splitter, &self.splitter)
        splitter.consume(bytes) { read($0, isLast: false, &table) }
        self.splitter = splitter
    }

    mutating func finish(into table: inout ColumnTable) throws(BallastError) {
        var splitter = LineSplitter()
        swap(&splitter, &self.splitter)
        splitter.finish { read($0, isLast: true, &table) }
        guard rows > 0 || line == 0 else {
            throw BallastError(
                .badInput, "no line is a JSON object", at: path,
                mend: "Name a log with one JSON object a line.")
        }
    }

    private mutating func read(
        _ bytes: Span<UInt8>, isLast: Bool, _ table: inout ColumnTable
    ) {
        line += 1
        row.removeAll()
        var scanner = JSONScanner(0..<bytes.count)
        guard scanner.peek(bytes) != nil else { return }
        if scanner.object(bytes, into: &row) {
            rows += 1
            writer.write(row, to: &table)
        } else if isLast {
            table.note("\(path): the last line is not complete, and was not read")
        } else {
            table.note("\(path): some lines are no JSON objects, and were not read")
        }
    }
}
