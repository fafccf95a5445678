import BallastCore

/// Reads one metric of an `mlruns` folder: lines of a time, a value and a step.
final class MLflowMetricParser: LogParser {
    private let table: ColumnTable
    private let column: Int?
    private let path: String
    private var splitter = LineSplitter()

    /// - Parameter name: the metric's, which is the path of its file in the folder of metrics.
    init(_ table: ColumnTable, path: String, name: String) {
        self.table = table
        self.path = path
        column = table.column(named: name)
    }

    func consume(_ bytes: Span<UInt8>) {
        splitter.consume(bytes) { read($0) }
    }

    func finish() {
        splitter.finish { read($0) }
    }

    private func read(_ bytes: Span<UInt8>) {
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
