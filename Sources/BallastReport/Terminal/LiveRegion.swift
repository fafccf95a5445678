/// The last lines of a terminal, which are written over in place while a program works.
///
/// It writes nothing itself: every function returns what is to be written, at once, so that
/// nothing flickers. Only lines that have changed are written again. The cursor rests behind the
/// last line.
public struct LiveRegion: Sendable {
    private var lines: [String] = []
    private var width = 0

    public init() {}

    public var isEmpty: Bool { lines.isEmpty }

    /// Shows these lines in the place of those before.
    ///
    /// - Parameters:
    ///   - new: without line breaks, each narrower than the terminal.
    ///   - width: the columns of the terminal now; where it has changed, everything is written
    ///     again.
    public mutating func show(_ new: [String], width: Int) -> String {
        defer {
            lines = new
            self.width = width
        }
        guard new.count == lines.count, width == self.width else {
            return start(width) + new.joined(separator: "\r\n")
        }
        var text = ""
        var row = new.count - 1
        for index in new.indices where new[index] != lines[index] {
            text += move(index - row) + "\r" + new[index] + Self.eraseToLineEnd
            row = index
        }
        return text.isEmpty ? "" : text + end(of: new, from: row)
    }

    /// Writes a text with a line break at its end above the lines.
    public mutating func write(above text: String, width: Int) -> String {
        let shown = lines
        let cleared = start(width)
        self.width = width
        return cleared + text + shown.joined(separator: "\r\n")
    }

    /// Removes the lines.
    public mutating func clear(width: Int) -> String {
        guard !lines.isEmpty else { return "" }
        let text = start(width)
        lines = []
        return text
    }

    /// Leaves the lines where they are, and goes on below them.
    public mutating func finish() -> String {
        guard !lines.isEmpty else { return "" }
        lines = []
        return "\n"
    }

    private static let eraseToLineEnd = "\u{1B}[K"
    private static let eraseBelow = "\u{1B}[J"

    /// The cursor at the first line, and nothing below it.
    private func start(_ width: Int) -> String {
        guard !lines.isEmpty else { return "" }
        // A terminal that has become narrower shows a long line on several rows.
        let rows = lines.reduce(0) { rows, line in
            rows + max(1, (line.displayWidth + max(1, width) - 1) / max(1, width))
        }
        return "\r" + move(1 - rows) + Self.eraseBelow
    }

    private func move(_ rows: Int) -> String {
        rows == 0 ? "" : rows < 0 ? "\u{1B}[\(-rows)A" : "\u{1B}[\(rows)B"
    }

    /// From a line that was written to the end of the last.
    private func end(of lines: [String], from row: Int) -> String {
        guard row < lines.count - 1 else { return "" }
        let columns = lines[lines.count - 1].displayWidth
        return move(lines.count - 1 - row) + "\r" + (columns > 0 ? "\u{1B}[\(columns)C" : "")
    }
}
