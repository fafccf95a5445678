import BallastEvents
import BallastTraining
import Foundation
import Testing

@Suite("Resuming")
struct ResumeTests {
    private static let recipes: [[String]] = [
        ["--momentum", "0.9", "--schedule", "cosine"],
        [
            "--optimizer", "adamw", "--ema", "0.9", "--accumulate", "2", "--normalization",
            "batch", "--schedule", "plateau:patience=0", "--validate-every", "3", "--lr", "0.003",
        ],
    ]

    @Test("repeats the bits of a run that was not interrupted", arguments: recipes)
    func bitExact(recipe: [String]) throws {
        let workspace = try Workspace()
        let whole =
            Workspace.tiny + ["--steps", "20", "--checkpoint-every", "10", "--out", "run"]
        #expect(try workspace.run(whole + recipe).status == 0)
        let expected = try workspace.bytes(workspace.checkpointPath("run", 20))
        let losses = try workspace.steps("run").map(\.loss)

        try workspace.forget("run", after: 10)
        #expect(try workspace.run("train", "--resume", "run", "--quiet").status == 0)
        #expect(try workspace.bytes(workspace.checkpointPath("run", 20)) == expected)
        #expect(try workspace.steps("run").map(\.step) == Array(1...20))
        #expect(try workspace.steps("run").map(\.loss) == losses)
        #expect(try workspace.manifest("run").status == .completed)
    }

    @Test("begins anew where no checkpoint was written")
    func fromNothing() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 4)
        let expected = try workspace.bytes(workspace.checkpointPath("run", 4))
        try workspace.forget("run", after: -1)
        #expect(try workspace.run("train", "--resume", "run", "--quiet").status == 0)
        #expect(try workspace.bytes(workspace.checkpointPath("run", 4)) == expected)
        #expect(try workspace.steps("run").map(\.step) == Array(1...4))
    }

    @Test("has nothing to do where the run is complete")
    func complete() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 2)
        let result = try workspace.run("train", "--resume", "run")
        #expect(result.status == 0)
        #expect(result.output.contains("complete"))
    }

    @Test("SIGTERM and SIGINT end a run after a checkpoint, and it goes on from there")
    func interruption() throws {
        let workspace = try Workspace()
        var arguments = Workspace.tiny + ["--steps", "3000", "--out", "run"]
        var reached = 0
        for signal in [SIGTERM, SIGINT] {
            let started = try workspace.start(arguments)
            while started.process.isRunning, try stepCount(workspace) < reached + 3 {
                usleep(5000)
            }
            kill(started.process.processIdentifier, signal)
            started.process.waitUntilExit()
            let result = try workspace.result(of: started)
            #expect(result.status == 130)
            #expect(result.error.contains("--resume run"))
            #expect(try workspace.manifest("run").status == .interrupted)
            let steps = try workspace.steps("run").map(\.step)
            reached = steps.count
            #expect(steps == Array(1...reached))
            #expect(try workspace.checkpoint("run", reached).tensors.isEmpty == false)
            arguments = ["train", "--resume", "run", "--quiet"]
        }
    }

    private func stepCount(_ workspace: Workspace) throws -> Int {
        guard let text = try? workspace.text("run/events.jsonl") else { return 0 }
        return text.components(separatedBy: "\"kind\":\"step\"").count - 1
    }
}
