import BallastCore

/// Reads a table of comma-, tab-, semicolon- or space-separated values with a header.
///
/// A blank cell is an absence, and so are `NA` and its like; `nan` and `inf` are values. A header
/// may come again, with other columns, where a run was taken up.
struct DelimitedParser: LogParser {
    private let path: String
    private let delimiter: UInt8
    private var splitter = LineSplitter()
    private var header: DelimitedHeader?
    /// The place in the table for each cell of a row, or -1.
    private var places: [Int] = []
    private var malformed = 0
    private var firstMalformed = 0
    private var line = 0

    init(path: String, delimiter: UInt8) {
        self.path = path
        self.delimiter = delimiter
    }

    mutating func consume(
        _ bytes: Span<UInt8>, into table: inout ColumnTable
    ) throws(BallastError) {
        // Taken out, since the lines that it hands over change the rest.
        var splitter = LineSplitter()
        swap(&splitter, &self.splitter)
        defer { self.splitter = splitter }
        try splitter.consume(bytes) { line throws(BallastError) in
            try read(line, isLast: false, &table)
        }
        noteMalformed(&table)
    }

    mutating func finish(into table: inout ColumnTable) throws(BallastError) {
        var splitter = LineSplitter()
        swap(&splitter, &self.splitter)
        try splitter.finish { line throws(BallastError) in
            try read(line, isLast: true, &table)
        }
        noteMalformed(&table)
    }

    private mutating func noteMalformed(_ table: inout ColumnTable) {
        guard malformed > 0 else { return }
        table.note(
            "\(path): from line \(firstMalformed) on there are lines with another number of cells "
                + "than the header; they were not read")
        malformed = 0
    }

    private mutating func read(
        _ bytes: Span<UInt8>, isLast: Bool, _ table: inout ColumnTable
    ) throws(BallastError) {
        line += 1
        guard bytes.count > 0, !DelimitedHeader.isNote(bytes, isHeaderKnown: header != nil) else {
            return
        }
        guard let header else {
            try take(DelimitedHeader(bytes, delimiter), &table)
            return
        }
        if row(bytes, header, &table) { return }
        let cells = DelimitedHeader.cells(bytes, delimiter)
        if header.isRepeated(by: cells) {
            try take(DelimitedHeader(cells), &table)
        } else if isLast {
            table.note("\(path): the last line is not complete, and was not read")
        } else {
            if malformed == 0, firstMalformed == 0 { firstMalformed = line }
            malformed += 1
        }
    }

    private mutating func take(
        _ new: DelimitedHeader, _ table: inout ColumnTable
    ) throws(BallastError) {
        try new.refuseTableOfRuns(path)
        header = new
        places = []
        for column in new.columns {
            places.append(table.column(named: column.name, run: column.run) ?? -1)
        }
    }

    /// Reads the cells of a row; false, and nothing of it, where they are not as many as the
    /// header's.
    private func row(
        _ bytes: Span<UInt8>, _ header: DelimitedHeader, _ table: inout ColumnTable
    ) -> Bool {
        guard let count = count(bytes), count == places.count || isPadded(count, bytes) else {
            return false
        }
        if header.isRepeat(bytes) { return false }
        if header.isSpecial || bytes.contains(UInt8(ascii: "\"")) {
            slowRow(DelimitedHeader.cells(bytes, delimiter), header, &table)
        } else {
            fastRow(bytes, &table)
        }
        table.endRow()
        return true
    }

    /// A delimiter at the end of each row but not of the header.
    private func isPadded(_ count: Int, _ bytes: Span<UInt8>) -> Bool {
        count == places.count + 1 && bytes[bytes.count - 1] == delimiter
    }

    private func count(_ bytes: Span<UInt8>) -> Int? {
        if delimiter == UInt8(ascii: " ") || bytes.contains(UInt8(ascii: "\"")) {
            return DelimitedHeader.cells(bytes, delimiter).count
        }
        var count = 1
        for position in bytes.indices where bytes[position] == delimiter { count += 1 }
        return count
    }

    private func fastRow(_ bytes: Span<UInt8>, _ table: inout ColumnTable) {
        var position = 0
        let isSpaced = delimiter == UInt8(ascii: " ")
        for place in places {
            if isSpaced {
                while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
            }
            let start = position
            guard place >= 0, table.isRead(place) else {
                while position < bytes.count, bytes[position] != delimiter { position += 1 }
                if place >= 0, position > start { table.count(place) }
                position += 1
                continue
            }
            if let value = NumberText.number(bytes, &position, bytes.count),
                position == bytes.count || bytes[position] == delimiter
            {
                table.set(place, value)
            } else {
                position = start
                while position < bytes.count, bytes[position] != delimiter { position += 1 }
                table.set(place, NumberText.cell(bytes, start..<position))
            }
            position += 1
        }
    }

    /// The same for rows with quotes, with a cell that tells the part of the run, or with the
    /// bounds of bins.
    private func slowRow(
        _ cells: [String], _ header: DelimitedHeader, _ table: inout ColumnTable
    ) {
        for sum in header.sums {
            let parts = sum.columns.map { Self.meaning(cells[$0]) }
            let values = parts.compactMap { part -> Double? in
                if case .value(let value) = part { return value } else { return nil }
            }
            if let place = table.column(named: sum.name, role: .channel(sum.channel, rank: 0)),
                values.count == parts.count
            {
                table.set(place, values.reduce(0, +))
            }
        }
        let split = header.splitColumn.flatMap { RowSplit(word: cells[$0]) }
        for (index, cell) in cells.enumerated() where index < places.count {
            let bytes = Array(cell.utf8)
            let meaning = NumberText.cell(bytes.span, 0..<bytes.count)
            if let own = header.boundedColumn[index] {
                if meaning != Self.meaning(cells[own]) { table.isBinned = true }
            } else if let place = place(of: index, split, header, &table) {
                table.set(place, meaning)
            }
        }
    }

    private static func meaning(_ cell: String) -> NumberText.Cell {
        let bytes = Array(cell.utf8)
        return NumberText.cell(bytes.span, 0..<bytes.count)
    }

    private func place(
        of index: Int, _ split: RowSplit?, _ header: DelimitedHeader, _ table: inout ColumnTable
    ) -> Int? {
        let place = places[index]
        guard place >= 0 else { return nil }
        guard let split else { return place }
        switch table.columns[place].role {
        case .step, .epoch: return place
        default:
            let column = header.columns[index]
            return table.column(named: "\(split.rawValue)/\(column.name)", run: column.run)
        }
    }
}
