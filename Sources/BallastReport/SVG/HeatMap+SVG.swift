extension HeatMap {
    /// The picture as an `svg` element, which is a file of its own.
    ///
    /// - Complexity: O(cells).
    public var svg: String {
        let map = condensed
        return svg(
            map, HeatPlot(map), style: "<style>\n\(ChartPalette.css)\n</style>", data: "")
    }

    /// The picture for a page that has the style sheet already, and ``ReportScript``.
    var embeddedSVG: String {
        let map = condensed
        let plot = HeatPlot(map)
        return svg(map, plot, style: "", data: map.data(plot))
    }

    private func svg(_ map: HeatMap, _ plot: HeatPlot, style: String, data: String) -> String {
        let p = SVGText.pixels
        let name = SVGText.escaped(identifier)
        let size = "width=\"\(p(Self.width))\" height=\"\(p(plot.height))\""
        let parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"bc\" "
                + "viewBox=\"0 0 \(p(Self.width)) \(p(plot.height))\" \(size) role=\"img\" "
                + "aria-labelledby=\"\(name)-title \(name)-desc\"\(data)>",
            "<title id=\"\(name)-title\">\(SVGText.escaped(title))</title>",
            "<desc id=\"\(name)-desc\">\(SVGText.escaped(summary))</desc>", style,
            "<rect class=\"paper\" \(size)/>",
            text(title, x: 16, y: 26, size: 15, more: " font-weight=\"600\""),
            map.key(plot),
            "<clipPath id=\"\(name)-plot\"><rect x=\"\(p(plot.left))\" y=\"\(p(plot.top))\" "
                + "width=\"\(p(plot.right - plot.left))\" "
                + "height=\"\(p(plot.bottom - plot.top))\"/></clipPath>",
            "<g class=\"lines\" clip-path=\"url(#\(name)-plot)\">", map.cells(plot), "</g>",
            map.labels(plot), "</svg>\n",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// One path for each shade; equal neighbours in a row are one stroke.
    private func cells(_ plot: HeatPlot) -> String {
        let range = range ?? 0...1
        var paths: [String: String] = [:]
        for row in rows.indices {
            var column = 0
            while column < columns.count {
                let shade = shade(columns[column].values[row], range)
                var end = column + 1
                while end < columns.count, self.shade(columns[end].values[row], range) == shade {
                    end += 1
                }
                if let shade {
                    let (left, right) = (plot.edges[column], plot.edges[end])
                    paths[shade, default: ""] +=
                        "M\(SVGText.pixels(left)) \(SVGText.pixels(plot.y(row)))"
                        + "h\(SVGText.pixels(max(1, right - left)))"
                }
                column = end
            }
        }
        return paths.sorted { $0.key < $1.key }.map { shade, path in
            "<path class=\"\(shade)\" fill=\"none\" shape-rendering=\"crispEdges\" "
                + "stroke-width=\"\(SVGText.pixels(plot.rowHeight))\" d=\"\(path)\"/>"
        }.joined(separator: "\n")
    }

    private func shade(_ value: Double?, _ range: ClosedRange<Double>) -> String? {
        value.map { $0.isFinite ? "heat\(level($0, in: range))" : "heatx" }
    }

    private func labels(_ plot: HeatPlot) -> String {
        var labels: [String] = []
        for row in stride(from: 0, to: rows.count, by: plot.rowsPerLabel) {
            labels.append(
                text(
                    Self.shortened(rows[row]), x: plot.left - 6, y: plot.y(row) + 3.5,
                    anchor: "end", size: 10, css: "soft"))
        }
        labels.append("<g class=\"ticks\">")
        for (step, x) in plot.ticks {
            labels.append(
                text(
                    SVGText.tick(step), x: x, y: plot.bottom + 18, anchor: "middle", css: "soft"))
        }
        labels.append("</g>")
        labels.append(
            text("step", x: (plot.left + plot.right) / 2, y: plot.bottom + 38, anchor: "middle"))
        return labels.joined(separator: "\n")
    }

    /// The shades with the values at their ends.
    private func key(_ plot: HeatPlot) -> String {
        let range = range ?? 0...1
        let low = SVGText.tick(range.lowerBound)
        var x = plot.left
        var parts = [text(low, x: x, y: 52, css: "soft")]
        x += PlotArea.textWidth(low) + 8
        for level in 0..<Self.levels {
            parts.append(
                "<path class=\"heat\(level)\" stroke-width=\"12\" "
                    + "d=\"M\(SVGText.pixels(x)) 48h18\"/>")
            x += 18
        }
        let high = SVGText.tick(range.upperBound) + (isLogarithmic ? " (logarithmic)" : "")
        parts.append(text(high, x: x + 8, y: 52, css: "soft"))
        x += PlotArea.textWidth(high) + 28
        if columns.contains(where: { $0.values.contains { $0?.isFinite == false } }) {
            parts.append(
                "<path class=\"heatx\" stroke-width=\"12\" d=\"M\(SVGText.pixels(x)) 48h18\"/>")
            parts.append(text("not finite", x: x + 26, y: 52, css: "soft"))
        }
        return parts.joined(separator: "\n")
    }

    /// The end of a name tells layers apart.
    private static func shortened(_ name: String) -> String {
        name.count > 26 ? "…" + name.suffix(25) : name
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
