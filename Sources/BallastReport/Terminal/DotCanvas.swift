/// A grid of character cells on which lines are drawn: in braille with 2 × 4 dots a cell, or with
/// one mark a cell.
struct DotCanvas {
    /// What a cell shows.
    enum Cell: Equatable {
        case empty
        /// Braille dots, as the low byte of the character's code.
        case dots(UInt8, series: Int)
        case mark(Character, series: Int?)
    }

    let columns: Int
    let rows: Int
    /// Dots per cell, across and down.
    let density: (x: Int, y: Int)
    private(set) var cells: [Cell]

    init(columns: Int, rows: Int, braille: Bool) {
        self.columns = columns
        self.rows = rows
        density = braille ? (2, 4) : (1, 1)
        cells = Array(repeating: .empty, count: columns * rows)
    }

    subscript(row: Int, column: Int) -> Cell {
        get { cells[row * columns + column] }
        set { cells[row * columns + column] = newValue }
    }

    /// The dot at fractions of width and height, the latter counted from below.
    func dot(_ x: Double, _ y: Double) -> (x: Int, y: Int) {
        let across = Double(columns * density.x - 1)
        let down = Double(rows * density.y - 1)
        return (
            Int((min(max(x, 0), 1) * across).rounded()),
            Int(((1 - min(max(y, 0), 1)) * down).rounded())
        )
    }

    /// A straight line between two dots (Bresenham), `mark` being used where there is no braille.
    mutating func line(
        from start: (x: Int, y: Int), to end: (x: Int, y: Int), series: Int, mark: Character
    ) {
        let width = abs(end.x - start.x)
        let height = -abs(end.y - start.y)
        let stepX = start.x < end.x ? 1 : -1
        let stepY = start.y < end.y ? 1 : -1
        var error = width + height
        var (x, y) = start
        while true {
            set(x, y, series: series, mark: mark)
            if (x, y) == end { return }
            let doubled = 2 * error
            if doubled >= height {
                error += height
                x += stepX
            }
            if doubled <= width {
                error += width
                y += stepY
            }
        }
    }

    private mutating func set(_ x: Int, _ y: Int, series: Int, mark: Character) {
        let row = y / density.y
        let column = x / density.x
        guard density.y == 4 else {
            self[row, column] = .mark(mark, series: series)
            return
        }
        let bit = Self.bits[y % 4][x % 2]
        if case .dots(let dots, _) = self[row, column] {
            self[row, column] = .dots(dots | bit, series: series)
        } else {
            self[row, column] = .dots(bit, series: series)
        }
    }

    /// Unicode's numbering of the dots, by row and column.
    private static let bits: [[UInt8]] = [
        [0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80],
    ]
}
