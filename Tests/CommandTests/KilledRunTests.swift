import BallastEvents
import BallastTraining
import Foundation
import Testing

/// A few of the kills that `Scripts/kill-runs` makes hundreds of.
@Suite("Killed runs") struct KilledRunTests {
    private static let recipes: [[String]] = [
        ["--nesterov", "--schedule", "cosine", "--checkpoint-every", "20"],
        [
            "--optimizer", "adam", "--lr", "0.001", "--ema", "0.9", "--checkpoint-every", "3",
            "--validate-every", "5", "--keep-checkpoints", "2", "--best-metric", "loss",
        ],
    ]

    @Test("end with the bits of one that was not killed", arguments: recipes)
    func kills(recipe: [String]) throws {
        let workspace = try Workspace()
        let whole = Workspace.tiny + ["--steps", "60"] + recipe
        #expect(try workspace.run(whole + ["--out", "whole"]).status == 0)
        var arguments = whole + ["--out", "run"]
        // Before there is a run, then at steps of it.
        for target in [-1, 0, 7, 16, 33, 47] {
            let started = try workspace.start(arguments)
            while started.process.isRunning, try reached(workspace) < target { usleep(500) }
            kill(started.process.processIdentifier, SIGKILL)
            started.process.waitUntilExit()
            guard (try? workspace.manifest("run")) != nil else { continue }
            arguments = ["train", "--resume", "run", "--quiet"]
        }
        let result = try workspace.run(arguments)
        #expect(result.status == 0, "\(result.error)")
        let last = { workspace.checkpointPath($0, 60) }
        #expect(try workspace.bytes(last("run")) == workspace.bytes(last("whole")))
        #expect(try workspace.steps("run").map(\.step) == Array(1...60))
        #expect(try workspace.steps("run").map(\.loss) == workspace.steps("whole").map(\.loss))
        #expect(try workspace.files("run") == workspace.files("whole"))
    }

    /// The newest step in the journal, -1 before there is one.
    private func reached(_ workspace: Workspace) throws -> Int {
        guard let text = try? workspace.text("run/events.jsonl") else { return -1 }
        let line = text.split(separator: "\n").last { $0.contains("\"kind\":\"step\"") }
        let digits = line?.components(separatedBy: "\"step\":").last?.prefix { $0.isNumber }
        return digits.flatMap { Int($0) } ?? 0
    }
}
