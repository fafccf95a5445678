/// Hands rows of named numbers to a table, and finds their columns without a string for each.
struct RowWriter {
    private var names = NameTable()
    private var places: [Int?] = []

    /// Takes up a row's cells and ends it.
    mutating func write(_ row: JSONRow, to table: inout ColumnTable) {
        let all = row.names.span
        for (range, value) in row.fields {
            guard let place = place(of: all.extracting(range), row.split, &table) else { continue }
            switch value {
            case .number(let number): table.set(place, number)
            case .null: table.setAbsent(place)
            }
        }
        table.endRow()
    }

    private mutating func place(
        of name: Span<UInt8>, _ split: RowSplit?, _ table: inout ColumnTable
    ) -> Int? {
        let index = names.find(name) ?? add(name, &table)
        guard let place = places[index], let split else { return places[index] }
        switch table.columns[place].role {
        case .step, .epoch: return place
        default:
            return table.column(named: "\(split.rawValue)/\(table.columns[place].name.text)")
        }
    }

    private mutating func add(_ name: Span<UInt8>, _ table: inout ColumnTable) -> Int {
        places.append(table.column(named: name.text(0..<name.count)))
        return names.add([UInt8](name))
    }
}
