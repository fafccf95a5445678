/// Where the parts of a ``HeatMap`` lie, in pixels from the upper left.
struct HeatPlot {
    let left = 176.0
    let right = HeatMap.width - 24
    let top = 66.0
    let rowHeight: Double
    let bottom: Double
    /// Where each column begins, and behind the last one its end.
    let edges: [Double]
    /// Each so manieth row has room for its name.
    let rowsPerLabel: Int
    let scale: ChartScale

    init(_ map: HeatMap) {
        let rows = Double(max(1, map.rows.count))
        rowHeight = max(4, min(16, (460 / rows).rounded(.down)))
        bottom = top + rowHeight * rows
        rowsPerLabel = rowHeight >= 11 ? 1 : Int((11 / rowHeight).rounded(.up))
        let scale = ChartScale([Double(map.steps.lowerBound), Double(map.steps.upperBound)])
        self.scale = scale
        let (left, right) = (left, right)
        let place = { (step: Int) in
            left + (right - left) * min(1, max(0, scale.fraction(Double(step)) ?? 0))
        }
        // The last measurement has no width where the run ends with it.
        let begins = map.columns.map { min(place($0.step), right - 4) }
        edges = begins + [right]
    }

    var height: Double { bottom + 50 }

    /// The middle of a row.
    func y(_ row: Int) -> Double { top + rowHeight * (Double(row) + 0.5) }

    var ticks: [(step: Double, x: Double)] {
        scale.ticks(8).filter { $0 == $0.rounded() }.compactMap { step in
            scale.fraction(step).map { (step, left + $0 * (right - left)) }
        }
    }
}
