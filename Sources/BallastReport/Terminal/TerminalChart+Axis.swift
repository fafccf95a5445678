extension TerminalChart {
    var horizontalScale: ChartScale {
        ChartScale(
            series.flatMap { $0.points.map(\.x) }, logarithmic: isHorizontalLogarithmic)
    }

    func horizontalAxis(gutter: Int, columns: Int, style: TerminalStyle) -> [String] {
        let indent = String(repeating: " ", count: gutter + 1)
        let line = axisLine(columns: columns, style: style)
        if isHorizontalLogarithmic {
            let label = String(
                repeating: " ", count: max(0, columns - horizontalLabel.displayWidth) / 2)
            return [
                style.colored(indent + line, .faint),
                style.colored(indent + " " + tickLine(columns: columns), .faint),
                style.colored(indent + " " + label + horizontalLabel, .faint),
            ]
        }
        let finite = series.flatMap { $0.points.map(\.x) }.filter(\.isFinite)
        let first = finite.min().map(axisNumber) ?? ""
        let last = finite.max().map(axisNumber) ?? ""
        let room = columns - first.count - last.count
        let middle = horizontalLabel.displayWidth < room ? horizontalLabel : ""
        let left = max(0, room - middle.displayWidth) / 2
        let right = max(1, room - middle.displayWidth - left)
        let numbers =
            first + String(repeating: " ", count: left) + middle
            + String(repeating: " ", count: right) + last
        return [
            style.colored(indent + line, .faint),
            style.colored(indent + " " + numbers, .faint),
        ]
    }

    /// Whole numbers in full, as steps are.
    private func axisNumber(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9
            ? String(Int(value)) : NumberText.short(value)
    }

    /// The rim below the chart, with the letters of the marks on it.
    private func axisLine(columns: Int, style: TerminalStyle) -> String {
        let (corner, dash) = style.usesUnicode ? ("└", "─") : ("+", "-")
        var cells = Array(repeating: dash, count: columns)
        for (letter, _, column) in placedMarks(columns: columns) { cells[column] = letter }
        return corner + cells.joined()
    }

    /// Round values of a logarithmic axis, each below its place, as far as there is room.
    private func tickLine(columns: Int) -> String {
        var text = ""
        let scale = horizontalScale
        for tick in scale.ticks(max(2, columns / 10)) {
            guard let x = scale.fraction(tick) else { continue }
            let label = NumberText.short(tick)
            let place = Int((x * Double(columns - 1)).rounded()) - label.count / 2
            let column = min(max(0, place), max(0, columns - label.count))
            guard text.isEmpty || column > text.count else { continue }
            text += String(repeating: " ", count: column - text.count) + label
        }
        return text
    }

    /// The marks that lie on the axis, each with its letter and column: its own, or the next one to
    /// the right that is free.
    private func placedMarks(columns: Int) -> [(letter: String, mark: Mark, column: Int)] {
        let scale = horizontalScale
        var taken: Set<Int> = []
        let placed = marks.compactMap { mark -> (mark: Mark, column: Int)? in
            guard let x = scale.fraction(mark.x), x >= 0, x <= 1 else { return nil }
            var column = Int((x * Double(columns - 1)).rounded())
            while taken.contains(column), column + 1 < columns { column += 1 }
            taken.insert(column)
            return (mark, column)
        }
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map {
            String(Unicode.Scalar($0))
        }
        return zip(letters, placed).map { ($0, $1.mark, $1.column) }
    }

    func drawMarks(_ canvas: inout DotCanvas, _ style: TerminalStyle) {
        let bar: Character = style.usesUnicode ? "┊" : ":"
        for (_, _, column) in placedMarks(columns: canvas.columns) {
            for row in 0..<canvas.rows where canvas[row, column] == .empty {
                canvas[row, column] = .mark(bar, series: nil)
            }
        }
    }

    /// A line for each mark that is drawn.
    func markLegend(gutter: Int) -> [String] {
        let indent = String(repeating: " ", count: gutter + 2)
        return placedMarks(columns: 2).flatMap { letter, mark, _ in
            Paragraph.lines(mark.label, width: width - gutter - 5).enumerated().map {
                indent + ($0.offset == 0 ? letter : " ") + "  " + $0.element
            }
        }
    }
}
