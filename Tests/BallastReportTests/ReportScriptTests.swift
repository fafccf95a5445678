import BallastEvents
import BallastReport
import Foundation
import Testing

@Suite("What the script of a page reads")
struct ReportScriptTests {
    @Test("the policy allows this script by its digest")
    func digest() throws {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "ballast-script-\(UUID().uuidString)")
        try Data(ReportScript.source.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sha256sum", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let hexadecimal = String(decoding: output.prefix(64), as: UTF8.self)
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { start in
            UInt8(hexadecimal.dropFirst(start).prefix(2), radix: 16)
        }
        #expect(bytes.count == 32)
        #expect(ReportScript.digest == "sha256-\(Data(bytes).base64EncodedString())")
    }

    @Test("nothing in it ends its element or opens a comment")
    func element() {
        #expect(!ReportScript.source.contains("</"))
        #expect(!ReportScript.source.contains("<!--"))
        #expect(ReportScript.source.utf8.count < 24_000)
    }

    private static func page(steps: Int, losses: [Double]) -> String {
        let source = RecordSource(kind: "jsonl", path: "log", steps: steps)
        var record = RunRecord(source: source)
        let numbers = losses.indices.map { 1 + $0 * (steps - 1) / (losses.count - 1) }
        record.series[.trainLoss] = Series(steps: numbers, values: losses)
        record.layers = [
            LayerRecord(
                step: 1,
                layers: [
                    LayerProbe(name: "a\"\nb", gradientNorm: 2),
                    LayerProbe(name: "c", gradientNorm: 200),
                    LayerProbe(name: "d", gradientNorm: .nan),
                ]),
            LayerRecord(step: 9, layers: [LayerProbe(name: "c", gradientNorm: 20)]),
        ]
        let diagnosis = Diagnosis(
            source: source, health: .healthy, findings: [], causes: [], notes: [])
        return ReportPage(RecordedRun(name: "log", path: "log", record: record), diagnosis).html
    }

    /// The numbers of an attribute of a chart.
    private func numbers(_ name: String, of chart: String, in html: String) throws -> [Double] {
        let begin = try #require(html.firstRange(of: "data-chart=\"\(chart)\""))
        let rest = html[begin.upperBound...]
        let value = try #require(rest.firstRange(of: "data-\(name)=\""))
        return rest[value.upperBound...].prefix { $0 != "\"" }.split(separator: " ")
            .compactMap { Double($0) }
    }

    @Test(
        "steps and values can be read from a line", arguments: [60, 2000, 100_000, 1_000_000])
    func line(steps: Int) throws {
        let losses = (0..<50).map { 0.5 + Double($0 * 37 % 50) / 7 }
        let html = Self.page(steps: steps, losses: losses)
        let plot = try numbers("plot", of: "loss", in: html)
        let (x, y) = (
            try numbers("x", of: "loss", in: html), try numbers("y", of: "loss", in: html)
        )
        #expect(plot.count == 4 && x == [0, Double(steps), 0] && y[2] == 1)
        let begin = try #require(html.firstRange(of: "<title>training loss</title><path d=\""))
        let points = html[begin.upperBound...].prefix { $0 != "\"" }
            .matches(of: /[ML](-?[0-9.]+) (-?[0-9.]+)/)
        #expect(points.count == losses.count)
        for (index, point) in points.enumerated() {
            let across = try #require(Double(point.1)) - plot[0]
            let step = x[0] + across / (plot[2] - plot[0]) * (x[1] - x[0])
            #expect(Int(step.rounded()) == 1 + index * (steps - 1) / 49)
            let up = (plot[3] - (try #require(Double(point.2)))) / (plot[3] - plot[1])
            let value = y[0] * pow(y[1] / y[0], up)
            #expect(abs(value / losses[index] - 1) < 1e-3)
        }
    }

    @Test("rows, steps and values can be read from a heat map")
    func cells() throws {
        let html = Self.page(steps: 20, losses: [1, 2])
        let shades = try numbers("shades", of: "layers-gradient", in: html)
        #expect(shades == [2, 200, 1])
        #expect(try numbers("steps", of: "layers-gradient", in: html) == [1, 9])
        #expect(html.contains("data-rows=\"a&quot; b&#10;c&#10;d\""))
        let match = try #require(html.firstMatch(of: /data-cells="([^"]*)"/))
        let cells = stride(from: 0, to: match.1.count, by: 2).map {
            String(match.1.dropFirst($0).prefix(2))
        }
        // Half of 4095, rounded, is 2048, which is 32 · 64.
        #expect(cells == ["AA", "..", "//", "gA", "!!", ".."])
    }
}
