import BallastTraining
import Foundation
import Testing

@Suite("Finding a learning rate from the command line")
struct FindLRTests {
    private static let quick = [
        "find-lr", "--points", "20", "--seeds", "2", "--confirm", "1", "--horizon", "16",
        "--quiet",
    ]
    private static let tiny = [
        "--data", "shapes7:train=128,test=64", "--model", "mlp", "--image-size", "8",
        "--batch-size", "16", "--threads", "1",
    ]

    @Test("the answer as JSON has every key of its contract")
    func contract() throws {
        let workspace = try Workspace()
        let result = try workspace.run(
            Self.quick + Self.tiny + [
                "--validate", "--format", "json", "--svg", "rates.svg", "--report", "rates.html",
            ])
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.isEmpty)
        let answer = try Workspace.json(result)
        let suggestion = try #require(answer["suggestion"] as? Double)
        let highest = try #require(answer["highestStableRate"] as? Double)
        let interval = try #require(answer["interval"] as? [Double])
        #expect(interval.count == 2 && interval[0] == highest && interval[0] < interval[1])
        #expect(suggestion > 0 && suggestion <= highest / 2)
        #expect(answer["intervalIsClosed"] as? Bool == true)
        let sharpness = try #require(answer["sharpness"] as? Double)
        let limit = try #require(answer["sharpnessLimit"] as? Double)
        #expect(abs(sharpness * limit - 3.8) < 1e-9)
        let points = try #require(answer["rangeTest"] as? [[String: Any]])
        for key in ["learningRate", "loss", "smoothedLoss", "validationLoss"] {
            #expect(points.allSatisfy { $0[key] is Double }, "\(key)")
        }
        #expect((answer["rangeCurves"] as? [Any])?.count == 2)
        let trials = try #require(answer["trials"] as? [[String: Any]])
        #expect(trials.contains { $0["verdict"] as? String == "stable" })
        #expect(trials.contains { $0["verdict"] as? String != "stable" })
        #expect(try workspace.text("rates.svg").hasPrefix("<svg "))
        let page = try workspace.text("rates.html")
        #expect(page.contains("Loss against learning rate: mlp on shapes7:train=128,test=64"))
        #expect(page.contains("<caption>Short trainings at one rate</caption>"))
    }

    @Test("keys without a value are null")
    func nothingFound() throws {
        let workspace = try Workspace()
        let result = try workspace.run(
            Self.quick + Self.tiny + ["--format", "json", "--budget", "3steps"])
        #expect(result.status == 0)
        let answer = try Workspace.json(result)
        #expect(answer["highestStableRate"] is NSNull && answer["sharpness"] is NSNull)
        #expect((answer["interval"] as? [Any])?.allSatisfy { $0 is NSNull } == true)
        #expect((answer["notes"] as? [Any])?.isEmpty == false)
        #expect(answer["suggestion"] is NSNull && answer["suggestionBasis"] is NSNull)
    }

    @Test("a person gets the suggestion, a chart and a table; progress is apart")
    func text() throws {
        let workspace = try Workspace()
        let loud = Self.quick.filter { $0 != "--quiet" }
        let result = try workspace.run(loud + Self.tiny)
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("Suggestion: --lr 0."))
        for words in ["learning rate", "averaged loss", "highest stable rate", "sharpness"] {
            #expect(result.output.contains(words))
        }
        #expect(result.error.contains("range test, seed 1: "))
        #expect(result.error.contains(": stable, loss "))
    }

    @Test("a run is searched from its checkpoint and keeps every byte")
    func run() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 6, "--checkpoint-every", "3")
        let names = try workspace.files("run") + workspace.files("run/checkpoints")
        func contents() throws -> [[UInt8]] {
            try ["run/run.json", "run/events.jsonl"].map(workspace.bytes)
                + workspace.files("run/checkpoints").map {
                    try workspace.bytes("run/checkpoints/\($0)")
                }
        }
        let before = try contents()
        let result = try workspace.run(
            Self.quick + [
                "--run", "run", "--checkpoint", "3", "--threads", "1", "--format", "json",
            ])
        #expect(result.status == 0, "\(result.error)")
        #expect(try contents() == before)
        #expect(try workspace.files("run") + workspace.files("run/checkpoints") == names)
        #expect(try Workspace.json(result)["rangeTest"] is [Any])

        try workspace.write(result.output, to: "run/find-lr.json")
        #expect(try workspace.run("report", "run").status == 0)
        #expect(try workspace.text("run/report.html").contains("id=\"find-lr-answer\""))
    }

    @Test(
        "what cannot be meant is refused",
        arguments: [
            ("--budget soon", 64, "--budget"), ("--from 1 --to 0.1", 64, "--from"),
            ("--horizon 3", 64, "--horizon"), ("--seeds 0", 64, "--seeds"),
            ("--run missing", 66, "missing"), ("--run missing --lr 1", 64, "--lr"),
            ("--config missing.yaml", 66, "missing.yaml"), ("--sweep up", 64, "--sweep"),
        ] as [(String, Int32, String)])
    func refusals(arguments: String, status: Int32, message: String) throws {
        let words = arguments.split(separator: " ").map(String.init)
        let result = try Workspace().run(["find-lr", "--quiet"] + words)
        #expect(result.status == status, "\(result.error)")
        #expect(result.error.contains(message))
        #expect(result.output.isEmpty)
    }
}
