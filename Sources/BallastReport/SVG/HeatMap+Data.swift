extension HeatMap {
    /// What the script of a page reads: the rows, the steps of the columns, and the cells by rows,
    /// each in two signs: `..` where nothing was measured, `!!` for what is not finite.
    func data(_ plot: HeatPlot) -> String {
        let range = range ?? 0...1
        let scale = ChartScale([range.lowerBound, range.upperBound], logarithmic: isLogarithmic)
        var cells = ""
        for row in rows.indices {
            for column in columns { cells += Self.code(column.values[row], scale) }
        }
        return ChartData.attributes([
            ("chart", identifier), ("name", "step"),
            ("plot", ChartData.numbers([plot.left, plot.top, plot.right, plot.bottom])),
            ("x", ChartData.scale(plot.scale)), ("shades", ChartData.scale(scale)),
            ("steps", columns.map { "\($0.step)" }.joined(separator: " ")),
            (
                "rows",
                rows.map { $0.replacing("\n", with: " ") }.joined(separator: "\n")
            ),
            ("cells", cells),
        ])
    }

    private static func code(_ value: Double?, _ scale: ChartScale) -> String {
        guard let value else { return ".." }
        guard value.isFinite else { return "!!" }
        return ChartData.code(scale.fraction(value) ?? 0)
    }
}
