import BallastTraining
import Foundation
import Testing

@Suite("Raising the learning rate from the command line")
struct RaiseLRTests {
    private static let quick = [
        "raise-lr", "--horizon", "64", "--budget", "20000steps", "--only",
        "standardized-pixels", "batch-norm", "momentum", "init-normal", "--quiet",
    ]
    private static let tiny = [
        "--data", "shapes7:train=128,test=64", "--model", "mlp:depth=3,width=16",
        "--image-size", "8", "--batch-size", "16", "--pixels", "bytes", "--momentum", "0",
        "--initialization", "he", "--steps", "20", "--threads", "1",
    ]
    private static let keys = [
        "remedies", "change", "outcome", "highestStableRate", "interval", "factor",
        "learningRate", "stepsToTarget", "secondsToTarget", "stepShare", "finalValidationLoss",
        "length", "seeds", "rounds", "courses",
    ]

    @Test("the answer as JSON has every key of its contract, and its configuration trains")
    func contract() throws {
        let workspace = try Workspace()
        let result = try workspace.run(
            Self.quick + Self.tiny + [
                "--format", "json", "--write", "fast.yaml", "--report", "remedies.html",
            ])
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.isEmpty)
        let page = try workspace.text("remedies.html")
        #expect(page.contains("Validation loss at the best stable rate of each"))
        #expect(page.contains("<th scope=\"row\">standardized-pixels</th>"))
        let answer = try Workspace.json(result)
        let baseline = try #require(answer["baseline"] as? [String: Any])
        let remedies = try #require(answer["remedies"] as? [[String: Any]])
        let combinations = try #require(answer["combinations"] as? [[String: Any]])
        for row in [baseline] + remedies + combinations {
            for key in Self.keys { #expect(row[key] != nil, "\(key)") }
        }
        #expect(baseline["remedies"] as? [String] == [])
        #expect(
            Set(remedies.flatMap { $0["remedies"] as? [String] ?? [] })
                == ["standardized-pixels", "batch-norm", "momentum", "init-normal"])
        #expect(answer["isComplete"] as? Bool == true)
        #expect(answer["rankedBy"] as? String == "images")
        let low = try #require(baseline["highestStableRate"] as? Double)
        let pixels = try #require(
            remedies.first { $0["remedies"] as? [String] == ["standardized-pixels"] })
        let (high, factor) = (
            try #require(pixels["highestStableRate"] as? Double),
            try #require(pixels["factor"] as? Double)
        )
        #expect(abs(factor * low / high - 1) < 1e-9 && factor > 30)
        #expect((pixels["change"] as? [String: String]) == ["pixels": "standardized"])

        let configuration = try #require(answer["configuration"] as? [String: Any])
        let best = answer["best"] as? [String: Any] ?? baseline
        #expect(configuration["lr"] as? Double == best["learningRate"] as? Double)
        #expect(configuration["steps"] as? Int == 20)
        let trained = try workspace.run(
            "train", "--config", "fast.yaml", "--out", "run", "--quiet")
        #expect(trained.status == 0, "\(trained.error)")
    }

    @Test("with a budget in steps the answer is the same each time, but for seconds")
    func repeats() throws {
        let workspace = try Workspace()
        let arguments =
            ["raise-lr", "--horizon", "64", "--budget", "2500steps", "--only", "adam", "clip-norm"]
            + ["--quiet", "--write", "a.yaml", "--format", "json"] + Self.tiny
        func answer() throws -> (target: Double?, names: [[String]], steps: Int?) {
            let json = try Workspace.json(try workspace.run(arguments))
            let rows = json["remedies"] as? [[String: Any]] ?? []
            return (
                json["target"] as? Double, rows.compactMap { $0["remedies"] as? [String] },
                json["steps"] as? Int
            )
        }
        let first = try answer()
        let yaml = try workspace.text("a.yaml")
        let second = try answer()
        #expect(first.target == second.target && first.names == second.names)
        #expect(first.steps == second.steps && first.names.count == 2)
        #expect(try workspace.text("a.yaml") == yaml)
    }

    @Test("a person gets what is best, the tables and the configuration; progress is apart")
    func text() throws {
        let workspace = try Workspace()
        let result = try workspace.run(Self.quick.filter { $0 != "--quiet" } + Self.tiny)
        #expect(result.status == 0)
        for words in [
            "stable rate", "target", "baseline", "standardized-pixels", "batch-norm",
            "The target, ", "ballast train --config FILE", "\nlr: ",
        ] {
            #expect(result.output.contains(words), "\(words)")
        }
        #expect(result.error.contains("baseline: highest stable rate "))
        #expect(result.error.contains("round 1 of 3: 4 remedies"))
    }

    @Test("a budget that ends at once still gives an answer")
    func spent() throws {
        let workspace = try Workspace()
        let result = try workspace.run(
            ["raise-lr", "--budget", "3steps", "--quiet", "--format", "json"] + Self.tiny)
        #expect(result.status == 0, "\(result.error)")
        let answer = try Workspace.json(result)
        #expect(answer["best"] is NSNull && answer["target"] is NSNull)
        #expect(answer["isComplete"] as? Bool == false)
        #expect((answer["notes"] as? [Any])?.isEmpty == false)
    }

    @Test("a run is raced by its own configuration and keeps every byte")
    func run() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 6)
        let before = try ["run/run.json", "run/events.jsonl"].map(workspace.bytes)
        let result = try workspace.run(
            [
                "raise-lr", "--run", "run", "--horizon", "64", "--budget", "1500steps", "--only",
                "adam", "--quiet", "--threads", "1", "--format", "json",
            ])
        #expect(result.status == 0, "\(result.error)")
        #expect(try ["run/run.json", "run/events.jsonl"].map(workspace.bytes) == before)
        let configuration = try Workspace.json(result)["configuration"] as? [String: Any]
        #expect(configuration?["steps"] as? Int == 6)
        #expect(configuration?["out"] == nil || configuration?["out"] is NSNull)
    }

    @Test(
        "what cannot be meant is refused",
        arguments: [
            ("--budget soon", 64, "--budget"), ("--horizon 8", 64, "--horizon"),
            ("--only magic", 64, "--only"), ("--run missing", 66, "missing"),
            ("--run missing --lr 1", 64, "--lr"), ("--config missing.yaml", 66, "missing.yaml"),
        ] as [(String, Int32, String)])
    func refusals(arguments: String, status: Int32, message: String) throws {
        let words = arguments.split(separator: " ").map(String.init)
        let result = try Workspace().run(["raise-lr", "--quiet"] + words)
        #expect(result.status == status, "\(result.error)")
        #expect(result.error.contains(message))
        #expect(result.output.isEmpty)
    }
}
