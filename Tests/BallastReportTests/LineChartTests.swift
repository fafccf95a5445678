import BallastReport
import Testing

@Suite("Line charts as SVG")
struct LineChartTests {
    private static func chart(
        _ points: [(x: Double, y: Double)], title: String = "loss", isLogarithmic: Bool = true
    ) -> LineChart {
        LineChart(
            title: title, summary: "a loss", horizontal: .init("rate", isLogarithmic: true),
            vertical: .init("loss", isLogarithmic: isLogarithmic),
            series: [.init(name: "train", points: points)])
    }

    /// The names of the elements that are open at the end; the elements must match.
    private func unclosed(_ svg: String) throws -> [String] {
        var open: [String] = []
        for piece in svg.split(separator: "<") {
            guard let end = piece.firstIndex(of: ">") else {
                throw Malformed(text: String(piece))
            }
            let tag = piece[..<end]
            if tag.hasPrefix("/") {
                guard open.popLast() == String(tag.dropFirst()) else {
                    throw Malformed(text: String(tag))
                }
            } else if !tag.hasSuffix("/") {
                open.append(String(tag.prefix { $0 != " " && $0 != "\n" }))
            }
        }
        return open
    }

    private struct Malformed: Error {
        let text: String
    }

    @Test("elements are closed, with title and description for who cannot see them")
    func structure() throws {
        let svg = Self.chart([(0.1, 3), (1, 2), (10, 1)]).svg
        #expect(try unclosed(svg).isEmpty)
        #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
        #expect(svg.contains("role=\"img\" aria-labelledby=\"chart-title chart-desc\""))
        #expect(svg.contains("<title id=\"chart-title\">loss</title>"))
        #expect(svg.contains("<desc id=\"chart-desc\">a loss</desc>"))
        #expect(svg.contains("prefers-color-scheme:dark"))
        #expect(svg.contains("fill:var(--ballast-paper,#ffffff)"))
    }

    @Test("all text is escaped")
    func escapes() throws {
        let evil = "<script>alert('\"&')</script>\u{1}\u{FFFF}"
        var chart = Self.chart([(1, 1), (2, 2)], title: evil)
        chart.summary = evil
        chart.identifier = "a\"b"
        chart.horizontal.label = evil
        chart.vertical.label = evil
        chart.series[0].name = evil
        chart.marks = [.init(1.5, label: evil)]
        chart.bands = [.init(1...1.2, label: evil)]
        chart.levels = [.init(1.5, label: evil)]
        let svg = chart.svg
        #expect(try unclosed(svg).isEmpty)
        #expect(!svg.contains("<script"))
        #expect(!svg.unicodeScalars.contains { $0.value == 1 || $0.value == 0xFFFF })
        let escaped = "&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;\u{FFFD}\u{FFFD}"
        #expect(svg.split(separator: escaped, omittingEmptySubsequences: false).count == 11)
    }

    @Test("values without a place break the line and stand at the rim")
    func rims() {
        let svg = Self.chart([(1, 1), (2, .nan), (3, 2), (4, .infinity), (5, 3), (6, 0)]).svg
        let line = svg.split(separator: "\n").first { $0.hasPrefix("<g class=\"line line0\"") }
        let text = String(line ?? "")
        // Three pieces of one point each, a cross, a triangle up and one down.
        #expect(text.split(separator: "h0", omittingEmptySubsequences: false).count == 4)
        #expect(text.split(separator: "h10l-5 -9z", omittingEmptySubsequences: false).count == 2)
        #expect(text.split(separator: "h10l-5 9z", omittingEmptySubsequences: false).count == 2)
        #expect(!svg.contains("nan") && !svg.contains("inf"))
    }

    @Test("marks, bands and levels outside of the axes are left out")
    func outside() {
        var chart = Self.chart([(1, 1), (2, 2)])
        chart.marks = [
            .init(1.5, label: "inside"), .init(5, label: "beyond"), .init(.nan, label: "no"),
        ]
        chart.bands = [.init(3...4, label: "far"), .init(1.5...9, label: "near")]
        let svg = chart.svg
        #expect(svg.contains(">inside</text>") && svg.contains("<title>near</title>"))
        for label in ["beyond", "no", "far"] { #expect(!svg.contains(">\(label)<")) }
    }

    @Test("a logarithmic axis is labelled at powers of ten, or finer where it spans few")
    func ticks() {
        let wide = Self.chart([(1e-6, 1), (10, 100)]).svg
        for tick in ["10⁻⁶", "10⁻⁵", "0.1", "10"] { #expect(wide.contains(">\(tick)</text>")) }
        let narrow = Self.chart([(1e-6, 1.5), (10, 4.6)]).svg
        for tick in ["2", "3", "4"] { #expect(narrow.contains(">\(tick)</text>")) }
    }

    @Test("a ceiling keeps what is above it from stretching the axis")
    func ceiling() {
        var chart = Self.chart([(1, 1), (2, 2), (3, 1e9)], isLogarithmic: false)
        #expect(chart.svg.contains("10⁹</text>"))
        chart.vertical.ceiling = 4
        #expect(!chart.svg.contains("10⁹") && chart.svg.contains("<clipPath"))
    }

    @Test(
        "odd values draw something", arguments: [true, false],
        [[], [(1, 1)], [(1, .nan)], [(0, 0), (-1, -1)], [(1, 1e308), (2, -1e308)]]
            as [[(x: Double, y: Double)]])
    func oddValues(isLogarithmic: Bool, points: [(x: Double, y: Double)]) throws {
        let svg = Self.chart(points, isLogarithmic: isLogarithmic).svg
        #expect(try unclosed(svg).isEmpty)
        #expect(!svg.contains("nan"))
    }
}
