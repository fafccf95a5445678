import BallastCore
import BallastEvents
import BallastTraining
import Foundation
import Testing

@Suite("Training from the command line")
struct TrainTests {
    @Test("a run holds its configuration, each step once, validations and checkpoints")
    func runDirectory() throws {
        let workspace = try Workspace()
        let result = try workspace.train(
            "run", steps: 10, "--validate-every", "4", "--checkpoint-every", "5", "--format",
            "json")
        #expect(result.status == 0)
        #expect(result.error.isEmpty)

        let answer = try Workspace.json(result)
        #expect(answer["run"] as? String == "run")
        #expect(answer["status"] as? String == "completed")
        #expect(answer["steps"] as? Int == 10)

        let manifest = try workspace.manifest("run")
        #expect(manifest.status == .completed)
        #expect(manifest.steps == 10)
        #expect(manifest.configuration.batchSize == 32)
        #expect(manifest.machine.threads == 1)
        #expect(try workspace.steps("run").map(\.step) == Array(1...10))
        let events = try workspace.events("run")
        let validated = events.compactMap { event in
            if case .validation(let record) = event.kind { record.step } else { nil }
        }
        #expect(validated == [4, 8, 10])
        let loss = try #require(answer["loss"] as? Double)
        let last = try #require(try workspace.steps("run").last)
        #expect(abs(loss - last.loss) < 1e-12)
        let saved = try workspace.files("run/checkpoints").filter { $0.hasSuffix(".json") }
        #expect(saved == ["step-00000000.json", "step-00000005.json", "step-00000010.json"])
        guard case .runStarted = events.first?.kind else {
            Issue.record("the first event is \(String(describing: events.first))")
            return
        }
    }

    @Test("probes measure as their preset says and change no byte of the weights")
    func probes() throws {
        let workspace = try Workspace()
        for preset in ["off", "economy", "full"] {
            try workspace.train(preset, steps: 3, "--probes", preset)
        }
        let layers = ["off", "economy", "full"].map { run in
            (try? workspace.events(run))?.compactMap { event in
                if case .layers(let record) = event.kind { record.step } else { nil }
            }
        }
        #expect(layers == [[], [1], [1, 2, 3]])
        let weights = try workspace.bytes(workspace.checkpointPath("off", 3))
        #expect(try workspace.bytes(workspace.checkpointPath("full", 3)) == weights)
        #expect(try workspace.bytes(workspace.checkpointPath("economy", 3)) == weights)
        let wrong = try workspace.train("wrong", steps: 1, "--probes", "some")
        #expect(wrong.status == 64 && wrong.error.contains("economy"))
    }

    @Test("a directory that holds a run is not written over")
    func existing() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 1)
        let before = try workspace.bytes("run/run.json")
        let result = try workspace.train("run", steps: 1)
        #expect(result.status == 73)
        #expect(result.error.contains("--resume run"))
        #expect(try workspace.bytes("run/run.json") == before)
    }

    @Test("without --out a run is named by date and model")
    func ownName() throws {
        let workspace = try Workspace()
        let result = try workspace.run(Workspace.tiny + ["--steps", "1", "--format", "json"])
        let run = try #require(try Workspace.json(result)["run"] as? String)
        #expect(run.hasPrefix("runs/20"))
        #expect(run.hasSuffix("-lenet5"))
        #expect(try workspace.manifest(run).configuration.out == run)
    }

    @Test("progress goes to standard error, the answer to standard output")
    func progress() throws {
        let workspace = try Workspace()
        let arguments = Workspace.tiny.filter { $0 != "--quiet" }
        let result = try workspace.run(arguments + ["--steps", "3", "--out", "run"])
        #expect(result.error.contains("3/3 loss "))
        #expect(result.error.contains("step 3: validation loss "))
        #expect(result.output.hasPrefix("run: completed after 3 steps\n"))
    }

    @Test("the same seed gives the same bytes, another seed others")
    func determinism() throws {
        let workspace = try Workspace()
        for (run, seed) in [("a", "5"), ("b", "5"), ("c", "6")] {
            try workspace.train(run, steps: 6, "--seed", seed)
        }
        let bytes = try ["a", "b", "c"].map { run in
            try workspace.bytes(workspace.checkpointPath(run, 6))
        }
        #expect(bytes[0] == bytes[1])
        #expect(bytes[0] != bytes[2])
    }

    @Test(
        "a loss or state that is not finite ends the run and is never saved",
        arguments: ["1e8", "1e38"])
    func divergence(rate: String) throws {
        let workspace = try Workspace()
        let result = try workspace.train(
            "run", steps: 20, "--lr", rate, "--guard", "off", "--format", "json")
        #expect(result.status == 3)
        #expect(result.error.contains("not finite"))
        #expect(try Workspace.json(result)["status"] as? String == "diverged")
        #expect(try workspace.manifest("run").status == .diverged)
        #expect(try workspace.steps("run").last?.committed == false)
        for name in try workspace.files("run/checkpoints") where name.hasSuffix(".safetensors") {
            let file = try SafetensorsFile(
                contentsOf: "\(workspace.path)/run/checkpoints/\(name)")
            for tensor in file.tensors {
                #expect(tensor.hostTensor?.values.allSatisfy(\.isFinite) ?? true)
            }
        }
    }
}
