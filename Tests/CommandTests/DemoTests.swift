import BallastTraining
import Foundation
import Testing

@Suite("Demonstrations from the command line")
struct DemoTests {
    @Test("data shuffled once: broken, diagnosed and repaired, with every key of the contract")
    func contract() throws {
        let workspace = try Workspace()
        let result = try workspace.run([
            "demo", "fixed-order", "--threads", "1", "--quiet", "--out", "demo", "--format",
            "json",
        ])
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.isEmpty)
        let answer = try Workspace.json(result)
        #expect(answer["case"] as? String == "fixed-order")
        let before = try #require(answer["before"] as? [String: Any])
        let after = try #require(answer["after"] as? [String: Any])
        for run in [before, after] {
            #expect(run["peakValidationLoss"] is Double)
            #expect(run["finite"] as? Bool == true)
        }
        let last = try #require(before["finalValidationLoss"] as? Double)
        let repaired = try #require(after["finalValidationLoss"] as? Double)
        #expect(repaired < last)
        let diagnosis = try #require(answer["diagnosis"] as? [String: Any])
        #expect(diagnosis["cause"] as? String == "data-order")
        #expect(diagnosis["verdict"] is String)
        #expect(answer["companions"] is [Any] && answer["references"] is [Any])
        for name in ["broken", "repaired"] {
            #expect(try workspace.files("demo/\(name)").contains("events.jsonl"))
        }
    }

    @Test("the story ends with commands that work as they are printed")
    func nextSteps() throws {
        let workspace = try Workspace()
        let result = try workspace.run([
            "demo", "fixed-order", "--threads", "1", "--quiet", "--out", "runs/demo",
        ])
        #expect(result.status == 0, "\(result.error)")
        let commands = result.output.components(separatedBy: "What to type next").last?
            .components(separatedBy: "\n").filter { $0.hasPrefix("  ballast ") }
            .map { $0.split(separator: " ").dropFirst().map(String.init) }
        let names = commands?.compactMap(\.first)
        #expect(
            names == [
                "diagnose", "diagnose", "evaluate", "raise-lr", "train", "find-lr", "train",
                "diagnose",
            ])
        // The last of two values counts, so that each takes a moment only.
        let short = [
            "diagnose": ["--budget", "20steps", "--quiet"], "evaluate": ["--threads", "1"],
            "raise-lr": ["--budget", "20steps", "--quiet", "--threads", "1"],
            "find-lr": ["--budget", "20steps", "--quiet", "--threads", "1"],
            "train": ["--steps", "2", "--quiet", "--threads", "1"],
        ]
        for command in commands ?? [] {
            let outcome = try workspace.run(command + (short[command[0]] ?? []))
            #expect(outcome.status == 0, "\(command): \(outcome.error)")
        }
    }

    @Test("a model that a story does not know is a usage error")
    func unknownModel() throws {
        let result = try Workspace().run(["demo", "spike-at-epoch", "--model", "lenet5"])
        #expect(result.status == 64)
        #expect(result.error.contains("lenet5"))
    }
}
