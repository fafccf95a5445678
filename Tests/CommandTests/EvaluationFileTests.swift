import BallastCore
import BallastEvents
import Foundation
import Testing

@Suite("What the last validation leaves in a run")
struct EvaluationFileTests {
    private func evaluation(_ workspace: Workspace, _ name: String) throws -> ModelEvaluation {
        try JSONCoding.decode(
            ModelEvaluation.self, from: workspace.bytes("\(name)/evaluation.json"), at: name)
    }

    @Test("it is what evaluate answers, with pictures of the worst images")
    func sameAnswer() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 40, "--lr", "0.05")
        let own = try evaluation(workspace, "run")
        #expect(own.step == 40 && own.part == "validation" && own.samples == 64)
        #expect(own.worst.count == 12 && own.classNames.first == "circle")
        #expect(zip(own.worst, own.worst.dropFirst()).allSatisfy { $0.loss >= $1.loss })
        for sample in own.worst {
            let bytes = Data(base64Encoded: try #require(sample.thumbnail)) ?? Data()
            #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) && bytes.count < 10_000)
            #expect(abs(exp(-sample.loss) - (sample.labelProbability ?? -1)) < 1e-5)
        }
        let result = try workspace.run("evaluate", "run", "--threads", "1", "--format", "json")
        var answer = try JSONCoding.decode(
            ModelEvaluation.self, from: Array(result.output.utf8), at: "answer")
        #expect(answer.part == "test")
        answer.part = "validation"
        #expect(answer == own)
    }

    @Test("it belongs to the best weights where early stopping goes back to them")
    func earlyStop() throws {
        let workspace = try Workspace()
        try workspace.train(
            "run", steps: 64, "--schedule", "multistep:milestones=8,gamma=60,every=step",
            "--lr", "0.01", "--early-stop", "patience=2", "--guard", "off")
        let validations = try workspace.events("run").compactMap { event in
            if case .validation(let record) = event.kind { record } else { nil }
        }
        let best = try #require(validations.min { $0.loss < $1.loss })
        let own = try evaluation(workspace, "run")
        #expect(best.step < (validations.last?.step ?? 0))
        #expect(own.step == best.step && own.loss == best.loss)
    }

    @Test("an interrupted and a resumed run end with the file of one that went through")
    func resumed() throws {
        let workspace = try Workspace()
        try workspace.train("whole", steps: 16)
        try workspace.train("run", steps: 16)
        let whole = try workspace.bytes("whole/evaluation.json")
        #expect(try workspace.bytes("run/evaluation.json") == whole)
        try workspace.forget("run", after: 8)
        try FileManager.default.removeItem(atPath: "\(workspace.path)/run/evaluation.json")
        #expect(try workspace.run("train", "--resume", "run", "--quiet").status == 0)
        #expect(try workspace.bytes("run/evaluation.json") == whole)
    }

    @Test("a page shows it, is left without it, and names it where it is damaged")
    func page() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 8)
        #expect(try workspace.run("report", "run").status == 0)
        let html = try workspace.text("run/report.html")
        #expect(html.contains("<h2 id=\"classes\">Classes</h2>"))
        #expect(html.matches(of: /<img\s/).count == 12)
        #expect(html.contains("<th scope=\"row\">circle</th>"))

        let whole = try workspace.bytes("run/evaluation.json")
        try workspace.write(Array(whole.prefix(100)), to: "run/evaluation.json")
        let damaged = try workspace.run("report", "run")
        #expect(damaged.status == 65)
        #expect(damaged.error.contains("run/evaluation.json"), "\(damaged.error)")

        try FileManager.default.removeItem(atPath: "\(workspace.path)/run/evaluation.json")
        #expect(try workspace.run("report", "run").status == 0)
        #expect(!(try workspace.text("run/report.html")).contains("id=\"classes\""))
    }

    @Test("names of classes and files stay text")
    func hostileNames() throws {
        let workspace = try Workspace()
        let classes = ["<script>alert(1)</script>".replacing("/", with: "\u{2215}"), "\"&'<b>"]
        for (label, name) in classes.enumerated() {
            try FileManager.default.createDirectory(
                atPath: "\(workspace.path)/set/\(name)", withIntermediateDirectories: true)
            for index in 0..<12 {
                let pixels = [UInt8](repeating: UInt8(120 * label + index), count: 32 * 32)
                try workspace.write(
                    UncompressedPNG.bytes(width: 32, height: 32, channels: 1, pixels: pixels),
                    to: "set/\(name)/<img src=x onerror=alert(\(index))>.png")
            }
        }
        let trained = try workspace.run(
            "train", "--data", "folder:set,validation=0.25", "--model", "mlp", "--batch-size", "6",
            "--steps", "3", "--threads", "1", "--quiet", "--out", "run")
        #expect(trained.status == 0, "\(trained.error)")
        #expect(try evaluation(workspace, "run").worst.allSatisfy { $0.file != nil })
        #expect(try workspace.run("report", "run").status == 0)
        let html = try workspace.text("run/report.html")
        #expect(html.matches(of: /<script/).count == 1)
        #expect(html.contains("&lt;img src=x onerror=alert("))
        #expect(!html.contains("<img src=x"))
        #expect(html.contains("&quot;&amp;&#39;&lt;b&gt;"))
    }
}
