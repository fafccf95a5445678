/// Where the parts of a ``LineChart`` lie, in pixels from the upper left.
struct PlotArea {
    struct PlacedMark {
        let mark: LineChart.Mark
        let x: Double
        let labelX: Double
        let labelY: Double
        let anchor: String

        var color: Int { mark.color % ChartPalette.seriesCount }
    }

    let left = 70.0
    let right: Double
    let top: Double
    let bottom: Double
    let legendY = 50.0
    private(set) var marks: [PlacedMark] = []
    private let across: ChartScale
    private let up: ChartScale

    init(_ chart: LineChart) {
        let points = chart.series.flatMap(\.points)
        across = Self.scale(points.map(\.x), chart.horizontal)
        up = Self.scale(points.map(\.y) + chart.levels.map(\.y), chart.vertical)
        right = chart.width - 24
        bottom = chart.height - 56
        let rows = Self.rows(chart.marks, across, left: left, right: right)
        top = 66 + Double(rows.map { $0.row + 1 }.max() ?? 0) * 17
        marks = rows.map { placed in
            PlacedMark(
                mark: placed.mark, x: placed.x, labelX: placed.x,
                labelY: 66 + 17 * Double(placed.row) + 8,
                anchor: placed.isLeftward ? "end" : "start")
        }
    }

    private static func scale(_ values: [Double], _ axis: LineChart.Axis) -> ChartScale {
        ChartScale(
            values.map { min($0, axis.ceiling ?? .infinity) }, logarithmic: axis.isLogarithmic)
    }

    func x(_ value: Double) -> Double? {
        across.fraction(value).map { left + $0 * (right - left) }
    }

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
        _ marks: [LineChart.Mark], _ across: ChartScale, left: Double, right: Double
    ) -> [(mark: LineChart.Mark, x: Double, row: Int, isLeftward: Bool)] {
        var ends: [Double] = []
        let inside = marks.compactMap { mark -> (LineChart.Mark, Double)? in
            guard let fraction = across.fraction(mark.x), fraction >= 0, fraction <= 1 else {
                return nil
            }
            return (mark, left + fraction * (right - left))
        }
        return inside.sorted { $0.1 < $1.1 }.map { mark, x in
            let width = textWidth(mark.label)
            let isLeftward = x + width > right
            let begin = isLeftward ? x - width : x
            let row = ends.firstIndex { $0 + 10 <= begin } ?? ends.count
            if row == ends.count { ends.append(0) }
            ends[row] = begin + width
            return (mark, x, row, isLeftward)
        }
    }
}
