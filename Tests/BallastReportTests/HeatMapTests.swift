import BallastReport
import Testing

@Suite("Heat maps as SVG")
struct HeatMapTests {
    @Test("a value that is not finite has a colour of its own, one that is missing none")
    func shades() {
        let map = HeatMap(
            title: "norm", summary: "a norm", rows: ["a", "b", "c"],
            columns: [
                .init(step: 1, values: [1, nil, .nan]), .init(step: 5, values: [1, nil, 1000]),
            ],
            steps: 1...10, isLogarithmic: true)
        let paths = map.svg.split(separator: "\n").filter { $0.contains("crispEdges") }
        #expect(paths.count == 3)
        #expect(paths.contains { $0.contains("class=\"heat0\"") })
        #expect(paths.contains { $0.contains("class=\"heat7\"") })
        #expect(paths.contains { $0.contains("class=\"heatx\"") })
        #expect(map.svg.contains(">not finite</text>"))
        // Equal neighbours are one stroke.
        #expect(paths.allSatisfy { $0.matches(of: /M[0-9]/).count == 1 })
    }

    @Test("many steps and layers keep their largest value and little space")
    func condenses() {
        let rows = (0..<500).map { "layer\($0)" }
        let columns = (0..<900).map { step in
            HeatMap.Column(
                step: step, values: rows.indices.map { $0 == 333 && step == 777 ? 1e6 : 1 })
        }
        let svg = HeatMap(
            title: "norm", summary: "a norm", rows: rows, columns: columns, steps: 0...900,
            isLogarithmic: true
        ).svg
        #expect(svg.utf8.count < 60_000)
        let last = svg.split(separator: "\n").filter {
            $0.contains("crispEdges") && $0.contains("class=\"heat7\"")
        }
        #expect(last.count == 1)
    }
}
