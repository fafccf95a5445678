extension LineChart {
    /// The picture as an `svg` element, which is a file of its own and may also stand in a page.
    ///
    /// - Complexity: O(points).
    public var svg: String {
        svg(PlotArea(self), style: "<style>\n\(ChartPalette.css)\n</style>", data: "")
    }

    /// The picture for a page that has the style sheet already, and ``ReportScript``.
    var embeddedSVG: String {
        let plot = PlotArea(self)
        return svg(plot, style: "", data: data(plot))
    }

    /// What the script of a page reads of the picture, beside its lines.
    private func data(_ plot: PlotArea) -> String {
        ChartData.attributes([
            ("chart", identifier), ("name", horizontal.label),
            ("plot", ChartData.numbers([plot.left, plot.top, plot.right, plot.bottom])),
            ("x", ChartData.scale(plot.across)), ("y", ChartData.scale(plot.up)),
        ])
    }

    private func svg(_ plot: PlotArea, style: String, data: String) -> String {
        let (w, h) = (SVGText.pixels(width), SVGText.pixels(height))
        let name = SVGText.escaped(identifier)
        let parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"bc\" viewBox=\"0 0 \(w) \(h)\" "
                + "width=\"\(w)\" height=\"\(h)\" role=\"img\" "
                + "aria-labelledby=\"\(name)-title \(name)-desc\"\(data)>",
            "<title id=\"\(name)-title\">\(SVGText.escaped(title))</title>",
            "<desc id=\"\(name)-desc\">\(SVGText.escaped(summary))</desc>",
            style,
            "<rect class=\"paper\" width=\"\(w)\" height=\"\(h)\"/>",
            text(title, x: 16, y: 26, size: 15, more: " font-weight=\"600\""),
            "<clipPath id=\"\(name)-plot\"><path d=\"\(rectangle(of: plot))\"/></clipPath>",
            "<g class=\"bands\">", bands(plot), "</g>", grid(plot),
            "<g class=\"lines\" clip-path=\"url(#\(name)-plot)\">", lines(plot), "</g>",
            levels(plot), "<g class=\"marks\">", marks(plot), "</g>", legend(plot),
            "</svg>\n",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The plot with a margin for the ends of thick lines and for signs at the rim.
    private func rectangle(of plot: PlotArea) -> String {
        rectangle(
            plot.left - 6, plot.top - 2, plot.right - plot.left + 12, plot.bottom - plot.top + 4)
    }

    private func bands(_ plot: PlotArea) -> String {
        bands.compactMap { band -> String? in
            guard let low = plot.x(band.range.lowerBound), let high = plot.x(band.range.upperBound)
            else { return nil }
            guard high >= plot.left, low <= plot.right else { return nil }
            // A single step can be seen too.
            let left = max(min(low, high - 3), plot.left)
            let right = min(max(high, left + 3), plot.right)
            guard right > left else { return nil }
            let color = band.color.map { " fill\($0 % ChartPalette.seriesCount)" } ?? ""
            let p = SVGText.pixels
            return
                "<rect class=\"band\(color)\" x=\"\(p(left))\" y=\"\(p(plot.top))\" "
                + "width=\"\(p(right - left))\" height=\"\(p(plot.bottom - plot.top))\">"
                + "<title>\(SVGText.escaped(band.label))</title></rect>"
        }.joined(separator: "\n")
    }

    private func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
        let p = SVGText.pixels
        return "M\(p(x)) \(p(y))h\(p(width))v\(p(height))h\(p(-width))z"
    }

    private func grid(_ plot: PlotArea) -> String {
        var (across, lines) = ("", "")
        var (ticks, labels): ([String], [String]) = ([], [])
        for (value, x) in plot.horizontalTicks {
            across += segment(x, plot.top, x, plot.bottom)
            ticks.append(
                text(
                    SVGText.tick(value), x: x, y: plot.bottom + 18, anchor: "middle", css: "soft"))
        }
        for (value, y) in plot.verticalTicks {
            lines += segment(plot.left, y, plot.right, y)
            labels.append(
                text(
                    SVGText.tick(value), x: plot.left - 8, y: y + 4, anchor: "end", css: "soft"))
        }
        let middle = (plot.top + plot.bottom) / 2
        let turned = " transform=\"rotate(-90 18 \(SVGText.pixels(middle)))\""
        return
            (["<g class=\"ticks\">", "<path class=\"grid\" d=\"\(across)\"/>"] + ticks + [
                "</g>", "<path class=\"grid\" d=\"\(lines)\"/>",
                "<path class=\"rim\" fill=\"none\" d=\""
                    + segment(plot.left, plot.top, plot.left, plot.bottom)
                    + segment(plot.left, plot.bottom, plot.right, plot.bottom) + "\"/>",
            ] + labels + [
                text(
                    horizontal.label, x: (plot.left + plot.right) / 2, y: plot.bottom + 40,
                    anchor: "middle"),
                text(vertical.label, x: 18, y: middle, anchor: "middle", more: turned),
            ]).joined(separator: "\n")
    }

    private func levels(_ plot: PlotArea) -> String {
        levels.compactMap { level -> String? in
            guard let y = plot.y(level.y) else { return nil }
            return "<path class=\"rim\" stroke-dasharray=\"2 4\" d=\""
                + segment(plot.left, y, plot.right, y) + "\"/>\n"
                + text(
                    level.label, x: plot.right - 4, y: y - 5, anchor: "end", size: 11,
                    css: "halo soft")
        }.joined(separator: "\n")
    }

    private func lines(_ plot: PlotArea) -> String {
        series.enumerated().map { index, one in
            let color = (one.color ?? index) % ChartPalette.seriesCount
            let isDense = isDense(one.points)
            let drawn = isDense ? extremes(of: one.points, plot) : one.points
            let (path, rims) = paths(drawn, plot)
            let css = "line line\(color)" + (one.isFaint ? " faint" : "")
            let middle = isDense ? paths(medians(of: one.points, plot), plot).line : ""
            let shown = one.isFaint ? "" : " data-series=\"line\(color)\""
            return "<g class=\"\(css)\"\(shown)><title>\(SVGText.escaped(one.name))</title>"
                + "<path\(isDense ? " class=\"dense\"" : "") d=\"\(path)\"/>"
                + (middle.isEmpty ? "" : "<path d=\"\(middle)\"/>")
                + (rims.isEmpty ? "" : "<path class=\"sign\" d=\"\(rims)\"/>") + "</g>"
        }.joined(separator: "\n")
    }

    /// The line, which breaks where a value has no place, and the signs for these.
    private func paths(
        _ points: [(x: Double, y: Double)], _ plot: PlotArea
    ) -> (line: String, rims: String) {
        var path = ""
        var rims = ""
        var isDown = false
        var lastRims: [Int: Double] = [:]
        for point in points {
            guard let x = plot.x(point.x) else { continue }
            guard let y = plot.y(point.y) else {
                isDown = false
                // Signs that would cover each other are one.
                let kind = point.y.isNaN ? 0 : point.y > 0 ? 1 : 2
                if let last = lastRims[kind], abs(x - last) < 3 { continue }
                lastRims[kind] = x
                rims += "M\(plot.exactly(x)) \(rimSign(point.y, plot))"
                continue
            }
            path += "\(isDown ? "L" : "M")\(plot.exactly(x)) \(SVGText.pixels(y))"
            // A point alone is a dot, because of the line's round ends.
            if !isDown { path += "h0" }
            isDown = true
        }
        return (path, rims)
    }

    /// Whether some series is drawn as its extremes with their median in front.
    var hasDenseSeries: Bool {
        series.contains { isDense($0.points) }
    }

    /// Whether there are more points than places for them, in an order that lets some be left out.
    private func isDense(_ points: [(x: Double, y: Double)]) -> Bool {
        guard points.count > 4 * Int(width - PlotArea.left - PlotArea.margin) else { return false }
        return points.indices.dropFirst().allSatisfy { points[$0 - 1].x <= points[$0].x }
    }

    private func extremes(
        of points: [(x: Double, y: Double)], _ plot: PlotArea
    ) -> [(x: Double, y: Double)] {
        Decimation.extremes(
            of: points, column: { plot.x($0).map { Int($0.rounded(.down)) } },
            hasPlace: plot.hasPlace)
    }

    private func medians(
        of points: [(x: Double, y: Double)], _ plot: PlotArea
    ) -> [(x: Double, y: Double)] {
        Decimation.medians(
            of: points, column: { plot.x($0).map { Int(($0 / 6).rounded(.down)) } },
            hasPlace: plot.hasPlace)
    }

    /// What marks a value without a place, from the height of the rim.
    private func rimSign(_ value: Double, _ plot: PlotArea) -> String {
        let p = SVGText.pixels
        if value.isNaN { return "\(p(plot.top))m-4 1l8 8m-8 0l8 -8" }
        if value > 0 { return "\(p(plot.top))m-5 10h10l-5 -9z" }
        return "\(p(plot.bottom))m-5 -10h10l-5 9z"
    }

    /// First the lines, then the labels, so that no line runs through a label.
    private func marks(_ plot: PlotArea) -> String {
        let lines = plot.marks.filter(\.hasLine).map { placed in
            "<path class=\"line line\(placed.color)\" stroke-dasharray=\"6 4\" "
                + "style=\"stroke-width:1.5\" d=\""
                + segment(placed.x, placed.labelY + 5, placed.x, plot.bottom) + "\"/>"
        }
        let labels = plot.marks.map { placed in
            text(
                placed.mark.label, x: placed.labelX, y: placed.labelY, anchor: placed.anchor,
                css: "halo fill\(placed.color)")
        }
        return (lines + labels).joined(separator: "\n")
    }

    private func legend(_ plot: PlotArea) -> String {
        plot.legend.map { index, x, y in
            let color = (series[index].color ?? index) % ChartPalette.seriesCount
            return "<path class=\"line line\(color)\" d=\"\(segment(x, y - 4, x + 22, y - 4))\"/>\n"
                + text(series[index].name, x: x + 28, y: y)
        }.joined(separator: "\n")
    }

    private func segment(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        let p = SVGText.pixels
        return "M\(p(x1)) \(p(y1))L\(p(x2)) \(p(y2))"
    }

    private func text(
        _ content: String, x: Double, y: Double, anchor: String = "start", size: Int = 12,
        css: String = "ink", more: String = ""
    ) -> String {
        "<text class=\"\(css)\" x=\"\(SVGText.pixels(x))\" y=\"\(SVGText.pixels(y))\" "
            + "text-anchor=\"\(anchor)\" font-size=\"\(size)\"\(more)>"
            + "\(SVGText.escaped(content))</text>"
    }
}
