import BallastCore

/// Reads one metric of an `mlruns` folder: lines of a time, a value and a step.
struct MLflowMetricParser: LogParser {
    private let name: String
    private var column: Int?
    private let path: String
    private var splitter = LineSplitter()

    /// - Parameter name: the metric's, which is the path of its file in the folder of metrics.
    init(path: String, name: String) {
        self.path = path
        self.name = name
    }

    mutating func consume(_ bytes: Span<UInt8>, into table: inout ColumnTable) {
        column = table.column(named: name)
        var splitter = LineSplitter()
        swap(&splitter, &self.splitter)
        splitter.consume(bytes) { read($0, &table) }
        self.splitter = splitter
    }

    mutating func finish(into table: inout ColumnTable) {
        var splitter = LineSplitter()
        swap(&splitter, &self.splitter)
        splitter.finish { read($0, &table) }
    }

    private func read(_ bytes: Span<UInt8>, _ table: inout ColumnTable) {
        guard let column, bytes.count > 0 else { return }
        var position = 0
        var numbers: [Double] = []
        while position < bytes.count, numbers.count < 3 {
            guard let number = NumberText.number(bytes, &position, bytes.count) else { break }
            numbers.append(number)
            while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
        }
        guard numbers.count >= 2 else {
            table.note("\(path): some lines are no time, value and step, and were not read")
            return
        }
        let step = numbers.count == 3 ? numbers[2] : 0
        guard abs(step) < Double(RowClock.mostSteps) else { return }
        table.point(column, step: Int(step), value: numbers[1])
    }
}
