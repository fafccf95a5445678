/// Where the parts of a ``LineChart`` lie, in pixels from the upper left.
struct PlotArea {
    struct PlacedMark {
        let mark: LineChart.Mark
        /// A band's caption has no line of its own.
        let hasLine: Bool
        let x: Double
        let labelX: Double
        let labelY: Double
        let anchor: String

        var color: Int { mark.color % ChartPalette.seriesCount }
    }

    static let left = 70.0
    static let margin = 24.0
    let left = PlotArea.left
    let right: Double
    let top: Double
    let bottom: Double
    /// Where the entries of the legend begin, by series.
    let legend: [(index: Int, x: Double, y: Double)]
    private(set) var marks: [PlacedMark] = []
    let across: ChartScale
    let up: ChartScale
    /// So many digits behind the point tell two steps apart.
    private let digits: Int

    init(_ chart: LineChart) {
        let points = chart.series.lazy.flatMap(\.points)
        across = Self.scale(points.map(\.x), [], chart.horizontal)
        up = Self.scale(points.map(\.y), chart.levels.map(\.y), chart.vertical)
        digits = Self.digits(across, width: chart.width)
        right = chart.width - Self.margin
        bottom = chart.height - 56
        legend = Self.legend(chart.series, left: left, right: right)
        let head = (legend.last?.y ?? 50) + 16
        let captions = chart.bands.compactMap { band in
            band.caption.map {
                LineChart.Mark(band.range.lowerBound, label: $0, color: band.color ?? 1)
            }
        }
        let rows = Self.rows(
            chart.marks.map { ($0, true) } + captions.map { ($0, false) }, across, left: left,
            right: right)
        top = head + Double(rows.map { $0.row + 1 }.max() ?? 0) * 17
        marks = rows.map { placed in
            PlacedMark(
                mark: placed.mark, hasLine: placed.hasLine, x: placed.x, labelX: placed.x,
                labelY: head + 17 * Double(placed.row) + 8,
                anchor: placed.isLeftward ? "end" : "start")
        }
    }

    /// The entries one behind another, in as many lines as they need.
    private static func legend(
        _ series: [LineChart.Series], left: Double, right: Double
    ) -> [(index: Int, x: Double, y: Double)] {
        var (x, y) = (left, 50.0)
        return series.indices.filter { !series[$0].isFaint }.map { index in
            let width = 28 + textWidth(series[index].name)
            if x > left, x + width > right { (x, y) = (left, y + 18) }
            defer { x += width + 20 }
            return (index, x, y)
        }
    }

    private static func scale(
        _ values: some Sequence<Double>, _ more: [Double], _ axis: LineChart.Axis
    ) -> ChartScale {
        let ceiling = axis.ceiling ?? .infinity
        let ends = axis.span.map { [$0.lowerBound, $0.upperBound] } ?? []
        return ChartScale(
            values.lazy.map { min($0, ceiling) }, and: (more + ends).map { min($0, ceiling) },
            logarithmic: axis.isLogarithmic)
    }

    private static func digits(_ across: ChartScale, width: Double) -> Int {
        guard !across.isLogarithmic else { return 2 }
        let steps = across.upper - across.lower
        return steps < 0.02 * width * 1e3 ? 2 : steps < 0.2 * width * 1e3 ? 3 : 4
    }

    /// A place across, written so that a step can be read from it again.
    func exactly(_ x: Double) -> String { NumberText.fixed(x, digits: digits) }

    func x(_ value: Double) -> Double? {
        across.fraction(value).map { left + $0 * (right - left) }
    }

    /// Whether a value can be drawn at all, if only beyond the ends.
    func hasPlace(_ value: Double) -> Bool { up.hasPlace(value) }

    func y(_ value: Double) -> Double? {
        up.fraction(value).map { bottom - $0 * (bottom - top) }
    }

    var horizontalTicks: [(value: Double, x: Double)] {
        across.ticks(10).compactMap { tick in x(tick).map { (tick, $0) } }
    }

    var verticalTicks: [(value: Double, y: Double)] {
        up.ticks(6).compactMap { tick in y(tick).map { (tick, $0) } }
    }

    /// About how wide a text of 12 pixels' height is.
    static func textWidth(_ text: String) -> Double {
        Double(text.displayWidth) * 6.7
    }

    /// The marks on the axis, from the left, each in the first row where its label has room.
    private static func rows(
        _ marks: [(mark: LineChart.Mark, hasLine: Bool)], _ across: ChartScale, left: Double,
        right: Double
    ) -> [(mark: LineChart.Mark, hasLine: Bool, x: Double, row: Int, isLeftward: Bool)] {
        var ends: [Double] = []
        let inside = marks.compactMap { mark, hasLine -> (LineChart.Mark, Bool, Double)? in
            guard let fraction = across.fraction(mark.x), fraction >= 0, fraction <= 1 else {
                return nil
            }
            return (mark, hasLine, left + fraction * (right - left))
        }
        return inside.sorted { $0.2 < $1.2 }.map { mark, hasLine, x in
            let width = textWidth(mark.label)
            let isLeftward = x + width > right
            let begin = isLeftward ? x - width : x
            let row = ends.firstIndex { $0 + 10 <= begin } ?? ends.count
            if row == ends.count { ends.append(0) }
            ends[row] = begin + width
            return (mark, hasLine, x, row, isLeftward)
        }
    }
}
