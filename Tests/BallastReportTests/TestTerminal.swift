/// A terminal's screen, as far as a live region needs one: it wraps, scrolls, moves and erases.
struct TestTerminal {
    let width: Int
    let height: Int
    private var cells: [[Character]]
    private var row = 0
    private var column = 0
    /// How many characters were written in all.
    private(set) var written = 0

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        cells = Array(repeating: Array(repeating: " ", count: width), count: height)
    }

    /// The rows without spaces at their ends, down to the last one with anything on it.
    var screen: [String] {
        var rows = cells.map { cells in
            var text = String(cells)
            while text.last == " " { text.removeLast() }
            return text
        }
        while rows.last == "" { rows.removeLast() }
        return rows
    }

    mutating func write(_ text: String) {
        written += text.count
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\r": column = 0
            case "\n":
                column = 0
                down()
            case "\u{1B}": obey(&rest)
            default: put(Character(scalar))
            }
        }
    }

    private mutating func put(_ character: Character) {
        if column == width {
            column = 0
            down()
        }
        cells[row][column] = character
        column += 1
    }

    private mutating func down() {
        row += 1
        guard row == height else { return }
        cells = cells.dropFirst() + [Array(repeating: " ", count: width)]
        row -= 1
    }

    /// `ESC [ NUMBER LETTER`.
    private mutating func obey(_ rest: inout ArraySlice<Unicode.Scalar>) {
        precondition(rest.popFirst() == "[", "only control sequences are written")
        var number = ""
        while let scalar = rest.popFirst() {
            if scalar.properties.numericType != nil || scalar == ";" {
                number.unicodeScalars.append(scalar)
                continue
            }
            let count = Int(number) ?? 1
            switch scalar {
            case "A": row = max(0, row - count)
            case "B": row = min(height - 1, row + count)
            case "C": column = min(width, column + count)
            case "K": erase(row, from: column)
            case "J":
                erase(row, from: column)
                for below in row + 1..<max(height, row + 1) { erase(below, from: 0) }
            case "m": break
            default: preconditionFailure("no terminal is asked for \(scalar)")
            }
            return
        }
    }

    private mutating func erase(_ row: Int, from first: Int) {
        for column in min(first, width)..<width { cells[row][column] = " " }
    }
}
