import BallastEvents

/// One quantity of all layers over the run: a row a layer, a column a step, or several steps with
/// their largest values where there are more than a picture has room for.
struct LayerGrid {
    struct Place {
        let value: Double
        let row: Int
        let step: Int
    }

    private(set) var rows: [String] = []
    private(set) var columns: [HeatMap.Column] = []
    /// The first of the highest finite values.
    private(set) var highest: Place?
    private(set) var firstBroken: Place?
    private var positions: [String: Int] = [:]
    /// The row of each layer of a record, once it had a value; else nil.
    private var layerRows: [Int?] = []
    /// The column that is being filled.
    private var values: [Double?] = []
    private static let mostColumns = 240

    /// Whether something was measured, and was 0 everywhere.
    var isNothing: Bool { firstBroken == nil && highest.map { $0.value == 0 } ?? false }

    private let quantity: LayerQuantity

    private init(_ quantity: LayerQuantity) {
        self.quantity = quantity
    }

    /// The grids of all quantities.
    ///
    /// - Complexity: O(measurements).
    static func all(of records: [LayerRecord]) -> [LayerQuantity: LayerGrid] {
        var grids = LayerQuantity.allCases.map(LayerGrid.init)
        let size = max(1, (records.count + mostColumns - 1) / mostColumns)
        for index in records.indices {
            let isOther = index == 0 || !haveSameLayers(records[index - 1], records[index])
            let isLast = index + 1 == records.count || (index + 1) % size == 0
            for grid in grids.indices {
                if isOther {
                    grids[grid].layerRows = [Int?](
                        repeating: nil, count: records[index].layers.count)
                }
                grids[grid].take(records[index])
                if isLast { grids[grid].close(records[index - index % size].step) }
            }
        }
        for grid in grids.indices { grids[grid].fill() }
        return Dictionary(uniqueKeysWithValues: grids.map { ($0.quantity, $0) })
    }

    /// Ends a column.
    private mutating func close(_ step: Int) {
        columns.append(HeatMap.Column(step: step, values: values))
        for row in values.indices { values[row] = nil }
    }

    /// Rows that came later are missing in the first columns.
    private mutating func fill() {
        for column in columns.indices {
            let missing = rows.count - columns[column].values.count
            columns[column].values += [Double?](repeating: nil, count: missing)
        }
    }

    private static func haveSameLayers(_ one: LayerRecord, _ other: LayerRecord) -> Bool {
        guard one.layers.count == other.layers.count else { return false }
        return one.layers.indices.allSatisfy { one.layers[$0].name == other.layers[$0].name }
    }

    /// What is not finite counts as the largest of a column.
    private mutating func take(_ record: LayerRecord) {
        for layer in record.layers.indices {
            guard let value = quantity.value(of: record.layers[layer]) else { continue }
            let row = layerRows[layer] ?? addRow(record.layers[layer].name, layer)
            while values.count <= row { values.append(nil) }
            if let old = values[row] {
                if old.isFinite, !(value <= old) { values[row] = value }
            } else {
                values[row] = value
            }
            if value.isFinite {
                if let highest, value <= highest.value { continue }
                highest = Place(value: value, row: row, step: record.step)
            } else if firstBroken == nil {
                firstBroken = Place(value: value, row: row, step: record.step)
            }
        }
    }

    /// The row of a name that no layer of this place had before.
    private mutating func addRow(_ name: String, _ layer: Int) -> Int {
        let row = positions[name] ?? rows.count
        layerRows[layer] = row
        guard row == rows.count else { return row }
        positions[name] = row
        rows.append(name)
        return row
    }
}
