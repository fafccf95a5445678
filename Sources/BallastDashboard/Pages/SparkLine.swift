import BallastReport

/// A curve small enough for a row of a table.
struct SparkLine {
    private let points: [RunSummary.Point]
    private let words: String
    private static let width = 132.0
    private static let height = 34.0
    private static let margin = 4.0

    /// - Parameter words: what it shows, for those who cannot see it.
    init(_ points: [RunSummary.Point], words: String) {
        self.points = points
        self.words = words
    }

    var html: HTMLText {
        guard let first = points.first, let last = points.last else { return "" }
        let values = points.map(\.value)
        let up = ChartScale(
            values, logarithmic: values.allSatisfy { !$0.isFinite || $0 > 0 })
        let steps = Double(max(1, last.step - first.step))
        var line = ""
        var rim = ""
        var isDown = false
        for point in points {
            let across = Double(point.step - first.step) / steps
            let x = Self.margin + across * (Self.width - 2 * Self.margin)
            guard let height = up.fraction(point.value) else {
                isDown = false
                rim += "M\(SVGText.pixels(x - 3)) 7h6l-3 -6z"
                continue
            }
            let y = Self.height - Self.margin - height * (Self.height - 2 * Self.margin)
            line += "\(isDown ? "L" : "M")\(SVGText.pixels(x)) \(SVGText.pixels(y))"
            if !isDown { line += "h0" }
            isDown = true
        }
        let marks: HTMLText = rim.isEmpty ? "" : "<path class=\"rim\" d=\"\(rim)\"/>"
        return """
            <svg class="spark" viewBox="0 0 132 34" width="132" height="34" role="img" \
            aria-label="\(words)"><path d="\(line)"/>\(marks)</svg>
            """
    }
}
