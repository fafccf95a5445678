/// Hands rows of named numbers to a table, and finds their columns without a string for each.
struct RowWriter {
    private let table: ColumnTable
    private var names = NameTable()
    private var places: [Int?] = []

    init(_ table: ColumnTable) {
        self.table = table
    }

    /// Takes up a row's cells and ends it.
    mutating func write(_ row: JSONRow) {
        let all = row.names.span
        for (range, value) in row.fields {
            guard let place = place(of: all.extracting(range), row.split) else { continue }
            switch value {
            case .number(let number): table.set(place, number)
            case .null: table.setAbsent(place)
            }
        }
        table.endRow()
    }

    private mutating func place(of name: Span<UInt8>, _ split: RowSplit?) -> Int? {
        let index = names.find(name) ?? add(name)
        guard let place = places[index], let split else { return places[index] }
        switch table.columns[place].role {
        case .step, .epoch: return place
        default:
            return table.column(named: "\(split.rawValue)/\(table.columns[place].name.text)")
        }
    }

    private mutating func add(_ name: Span<UInt8>) -> Int {
        var bytes: [UInt8] = []
        for position in name.indices { bytes.append(name[position]) }
        places.append(table.column(named: String(decoding: bytes, as: UTF8.self)))
        return names.add(bytes)
    }
}
