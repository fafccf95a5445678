extension TerminalChart {
    /// The chart's lines, each with a line break.
    ///
    /// - Complexity: O(points · columns) at worst.
    public func text(style: TerminalStyle) -> String {
        let scale = ChartScale(
            series.flatMap { $0.points.map(\.y) } + (reference.map { [$0.value] } ?? []),
            logarithmic: isLogarithmic)
        let labels = rowLabels(scale, style)
        let gutter = labels.values.map(\.count).max() ?? 1
        let margin = reference.map { $0.label.displayWidth + 1 } ?? 0
        let columns = max(8, width - gutter - 2 - margin)
        let canvas = drawn(scale, columns: columns, style: style)
        var lines =
            title.isEmpty
            ? [] : Paragraph.lines(title, width: width).map { style.colored($0, .bold) }
        let referenceRow = referenceRow(scale, style)
        for row in 0..<height {
            let label = (labels[row] ?? "").padded(to: gutter, .trailing)
            let rim = style.usesUnicode ? (labels[row] == nil ? "│" : "┤") : "|"
            var line = style.colored("\(label) \(rim)", .faint)
            line += show((0..<columns).map { canvas[row, $0] }, style)
            if row == referenceRow, let reference {
                line += " " + style.colored(reference.label, .faint)
            }
            while line.last == " " { line.removeLast() }
            lines.append(line)
        }
        lines += horizontalAxis(gutter: gutter, columns: columns, style: style)
        lines += legend(gutter: gutter, style: style)
        lines += markLegend(gutter: gutter)
        return lines.map { $0 + "\n" }.joined()
    }

    private func usesBraille(_ style: TerminalStyle) -> Bool {
        style.usesUnicode && (style.usesColor || series.count == 1)
    }

    private func color(_ index: Int) -> TerminalColor {
        let usual: [TerminalColor] = [.cyan, .yellow, .magenta, .green, .blue, .red]
        return series[index].color ?? usual[index % usual.count]
    }

    private func mark(_ index: Int) -> Character {
        let marks: [Character] = ["*", "o", "+", "x", "#", "@"]
        return marks[index % marks.count]
    }

    private func drawn(_ scale: ChartScale, columns: Int, style: TerminalStyle) -> DotCanvas {
        var canvas = DotCanvas(columns: columns, rows: height, braille: usesBraille(style))
        let across = horizontalScale
        for (index, one) in series.enumerated() {
            var last: (x: Int, y: Int)?
            for point in one.points {
                guard let x = across.fraction(point.x) else { continue }
                guard let y = scale.fraction(point.y) else {
                    last = nil
                    continue
                }
                let dot = canvas.dot(x, y)
                canvas.line(from: last ?? dot, to: dot, series: index, mark: mark(index))
                last = dot
            }
        }
        if let row = referenceRow(scale, style) {
            let dash: Character = style.usesUnicode ? "┄" : "-"
            for column in 0..<columns where canvas[row, column] == .empty {
                canvas[row, column] = .mark(dash, series: nil)
            }
        }
        drawMarks(&canvas, style)
        markRims(&canvas, scale, across, unicode: style.usesUnicode)
        return canvas
    }

    private func markRims(
        _ canvas: inout DotCanvas, _ scale: ChartScale, _ across: ChartScale, unicode: Bool
    ) {
        for (index, one) in series.enumerated() {
            for point in one.points where scale.fraction(point.y) == nil {
                guard let x = across.fraction(point.x) else { continue }
                let column = canvas.dot(x, 0).x / canvas.density.x
                let isHigh = point.y.isNaN || point.y > 0
                let sign: Character =
                    point.y.isNaN
                    ? (unicode ? "×" : "!")
                    : isHigh ? (unicode ? "▲" : "^") : (unicode ? "▼" : "v")
                canvas[isHigh ? 0 : height - 1, column] = .mark(sign, series: index)
            }
        }
    }

    /// The row in which ``drawn(_:columns:style:)`` puts a value.
    private func row(of value: Double, _ scale: ChartScale, _ style: TerminalStyle) -> Int? {
        let canvas = DotCanvas(columns: 1, rows: height, braille: usesBraille(style))
        return scale.fraction(value).map { canvas.dot(0, $0).y / canvas.density.y }
    }

    private func referenceRow(_ scale: ChartScale, _ style: TerminalStyle) -> Int? {
        reference.flatMap { row(of: $0.value, scale, style) }
    }

    private func rowLabels(_ scale: ChartScale, _ style: TerminalStyle) -> [Int: String] {
        var labels: [Int: String] = [:]
        for tick in scale.ticks(max(2, height / 3)) {
            let text = NumberText.short(tick)
            // The ends of a very narrow range look alike.
            if let row = row(of: tick, scale, style), labels[row] == nil,
                !labels.values.contains(text)
            {
                labels[row] = text
            }
        }
        return labels
    }

    /// A row of cells, neighbours of one colour under one colour code.
    private func show(_ cells: [DotCanvas.Cell], _ style: TerminalStyle) -> String {
        var text = ""
        var run = ""
        var runColor: TerminalColor?
        for cell in cells {
            let (character, color) = appearance(cell)
            if color != runColor {
                text += runColor.map { style.colored(run, $0) } ?? run
                (run, runColor) = ("", color)
            }
            run.append(character)
        }
        return text + (runColor.map { style.colored(run, $0) } ?? run)
    }

    private func appearance(_ cell: DotCanvas.Cell) -> (Character, TerminalColor?) {
        switch cell {
        case .empty: (" ", nil)
        case .dots(let dots, let series):
            (Character(Unicode.Scalar(0x2800 + UInt32(dots)) ?? " "), color(series))
        case .mark(let character, let series): (character, series.map(color) ?? .faint)
        }
    }

    /// The series, as many on a line as fit.
    private func legend(gutter: Int, style: TerminalStyle) -> [String] {
        let sample = { (index: Int) in
            usesBraille(style) ? "━━" : String(mark(index))
        }
        let margin = String(repeating: " ", count: gutter + 2)
        var lines: [String] = []
        for index in series.indices {
            let room = width - gutter - 4 - sample(index).displayWidth
            for (part, name) in Paragraph.lines(series[index].name, width: room).enumerated() {
                let entry =
                    part == 0
                    ? style.colored(sample(index), color(index)) + " " + name : "  " + name
                let joined = (lines.last ?? "") + "   " + entry
                if part == 0, !lines.isEmpty, joined.displayWidth <= width {
                    lines[lines.count - 1] = joined
                } else {
                    lines.append(margin + entry)
                }
            }
        }
        return lines
    }
}
