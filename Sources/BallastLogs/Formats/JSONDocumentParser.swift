import BallastCore
import BallastEvents

/// Reads one JSON value that holds a whole log: `trainer_state.json`, a list of rows, or lists of
/// numbers by name, as Keras' `History` has them.
struct JSONDocumentParser: LogParser {
    private let path: String
    private var bytes: [UInt8] = []
    private var writer = RowWriter()
    private var row = JSONRow()

    /// Documents are read whole, so they may not be longer than this.
    private static let longest = 96 << 20

    init(path: String) {
        self.path = path
    }

    mutating func consume(
        _ chunk: Span<UInt8>, into table: inout ColumnTable
    ) throws(BallastError) {
        guard bytes.count + chunk.count <= Self.longest else {
            throw BallastError(
                .badInput, "a JSON document of more than \(Self.longest) bytes is not read",
                at: path, mend: "Write one JSON object a line instead.")
        }
        bytes.append(contentsOf: chunk)
    }

    mutating func finish(into table: inout ColumnTable) throws(BallastError) {
        let all = bytes
        bytes = []
        var scanner = JSONScanner(0..<all.count)
        guard scanner.peek(all.span) != nil else { return }
        guard value(&scanner, all.span, [], depth: 0, &table) else {
            throw BallastError(
                .badInput, "the JSON is damaged or cut off at byte \(scanner.position)", at: path,
                mend: "Wait until the file is written, or replace it by an undamaged copy.")
        }
    }

    private mutating func value(
        _ scanner: inout JSONScanner, _ bytes: Span<UInt8>, _ name: [UInt8], depth: Int,
        _ table: inout ColumnTable
    ) -> Bool {
        guard depth < JSONScanner.deepest, let sign = scanner.peek(bytes) else { return false }
        switch sign {
        case UInt8(ascii: "{"): return members(&scanner, bytes, name, depth: depth, &table)
        case UInt8(ascii: "["): return list(&scanner, bytes, name, &table)
        default:
            var inner = scanner
            if name == Array("max_steps".utf8), let planned = inner.number(bytes), planned >= 1,
                planned < Double(RowClock.mostSteps)
            {
                table.plannedSteps = Int(planned)
            }
            return scanner.skip(bytes)
        }
    }

    private mutating func members(
        _ scanner: inout JSONScanner, _ bytes: Span<UInt8>, _ name: [UInt8], depth: Int,
        _ table: inout ColumnTable
    ) -> Bool {
        guard scanner.take("{", bytes) else { return false }
        if scanner.take("}", bytes) { return true }
        repeat {
            guard let key = scanner.string(bytes), scanner.take(":", bytes) else { return false }
            var inner = name
            if !name.isEmpty { inner.append(UInt8(ascii: "/")) }
            for place in key { inner.append(bytes[place]) }
            guard value(&scanner, bytes, inner, depth: depth + 1, &table) else { return false }
        } while scanner.take(",", bytes)
        return scanner.take("}", bytes)
    }

    /// A list of rows, or the values of a column.
    private mutating func list(
        _ scanner: inout JSONScanner, _ bytes: Span<UInt8>, _ name: [UInt8],
        _ table: inout ColumnTable
    ) -> Bool {
        guard scanner.take("[", bytes) else { return false }
        if scanner.take("]", bytes) { return true }
        if name == Array("log_history".utf8) { table.framework = .huggingface }
        var step = 0
        repeat {
            step += 1
            guard let sign = scanner.peek(bytes) else { return false }
            if sign == UInt8(ascii: "{") {
                row.removeAll()
                guard scanner.object(bytes, into: &row) else { return false }
                writer.write(row, to: &table)
            } else if !element(&scanner, bytes, name, step, &table) {
                return false
            }
        } while scanner.take(",", bytes)
        return scanner.take("]", bytes)
    }

    private func element(
        _ scanner: inout JSONScanner, _ bytes: Span<UInt8>, _ name: [UInt8], _ step: Int,
        _ table: inout ColumnTable
    ) -> Bool {
        var inner = scanner
        let value: Double?
        if let text = inner.string(bytes) {
            let cell = NumberText.cell(bytes, text)
            if case .value(let number) = cell { value = number } else { value = nil }
        } else {
            value = inner.number(bytes)
        }
        if let value, !name.isEmpty,
            let column = table.column(named: String(decoding: name, as: UTF8.self))
        {
            table.point(column, step: step, value: value)
        }
        return scanner.skip(bytes)
    }
}
