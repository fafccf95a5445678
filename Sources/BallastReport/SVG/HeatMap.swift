#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A quantity of many rows over the steps of a run, as shades: one file, no scripts.
///
/// A value that is not finite has a colour of its own. Where there are more steps or rows than the
/// picture has room for, a cell shows the largest value that it stands for.
public struct HeatMap: Sendable {
    public struct Column: Sendable {
        public var step: Int
        /// One for each row; nil where nothing was measured.
        public var values: [Double?]

        public init(step: Int, values: [Double?]) {
            self.step = step
            self.values = values
        }
    }

    public var title: String
    /// What the picture shows, in a sentence for those who cannot see it.
    public var summary: String
    public var rows: [String]
    /// In step order; each lasts until the next.
    public var columns: [Column]
    /// The steps that the picture spans.
    public var steps: ClosedRange<Int>
    public var isLogarithmic: Bool
    /// What the shades span; nil: the finite values, on a logarithmic scale at most five tens of
    /// them.
    public var shades: ClosedRange<Double>?
    /// Unique within a page; of letters, digits and dashes.
    public var identifier: String

    static let levels = 8
    static let width = 800.0
    /// As many cells as leave the picture small in bytes.
    private static let mostCells = 9000
    private static let mostRows = 160

    /// - Precondition: every column has one value a row.
    public init(
        title: String, summary: String, rows: [String], columns: [Column],
        steps: ClosedRange<Int>, isLogarithmic: Bool = false, shades: ClosedRange<Double>? = nil,
        identifier: String = "map"
    ) {
        precondition(
            columns.allSatisfy { $0.values.count == rows.count },
            "a column needs \(rows.count) values")
        self.title = title
        self.summary = summary
        self.rows = rows
        self.columns = columns
        self.steps = steps
        self.isLogarithmic = isLogarithmic
        self.shades = shades
        self.identifier = identifier
    }

    /// The same with no more rows and columns than there is room for.
    var condensed: HeatMap {
        var copy = self
        let perRow = (rows.count + Self.mostRows - 1) / Self.mostRows
        if perRow > 1 {
            let starts = Array(stride(from: 0, to: rows.count, by: perRow))
            copy.rows = starts.map { rows[$0] }
            copy.columns = columns.map { column in
                Column(
                    step: column.step,
                    values: starts.map { start in
                        Self.largest(column.values[start..<min(start + perRow, rows.count)])
                    })
            }
        }
        let room = max(24, min(240, Self.mostCells / max(1, copy.rows.count)))
        let perColumn = (columns.count + room - 1) / room
        guard perColumn > 1 else { return copy }
        copy.columns = stride(from: 0, to: columns.count, by: perColumn).map { start in
            let part = copy.columns[start..<min(start + perColumn, columns.count)]
            return Column(
                step: part[start].step,
                values: copy.rows.indices.map { row in
                    Self.largest(part.map { $0.values[row] }[...])
                })
        }
        return copy
    }

    /// What is not finite counts as the largest.
    private static func largest(_ values: ArraySlice<Double?>) -> Double? {
        let present = values.compactMap { $0 }
        return present.first { !$0.isFinite } ?? present.max()
    }

    /// The ends of the shades; nil where no value is finite.
    var range: ClosedRange<Double>? {
        if let shades { return shades }
        let values = columns.flatMap(\.values).compactMap { $0 }
            .filter { $0.isFinite && ($0 > 0 || !isLogarithmic) }
        guard let low = values.min(), let high = values.max() else { return nil }
        return (isLogarithmic ? max(low, high / 1e5) : low)...high
    }

    /// The shade of a finite value, from 0 to ``levels`` − 1.
    func level(_ value: Double, in range: ClosedRange<Double>) -> Int {
        let inner = { (value: Double) in isLogarithmic ? log10(value) : value }
        guard !isLogarithmic || value > 0, range.lowerBound < range.upperBound else { return 0 }
        let low = inner(range.lowerBound)
        let share = (inner(value) - low) / (inner(range.upperBound) - low)
        return min(Self.levels - 1, max(0, Int(share * Double(Self.levels))))
    }
}
