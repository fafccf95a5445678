import BallastCore
import BallastEvents
import BallastTraining
import Testing

@Suite("Fine-tuning")
struct FineTuneTests {
    @Test("a last layer of another size is made anew, said aloud")
    func newHead() throws {
        let workspace = try Workspace()
        try workspace.train("base", steps: 2)
        let result = try workspace.run(
            Workspace.tiny.filter { $0 != "--quiet" } + [
                "--steps", "1", "--out", "tuned", "--weights", "base", "--classes", "9",
            ])
        #expect(result.status == 0)
        #expect(result.error.contains("note: the last layer (fc3.bias, fc3.weight)"))
        let base = try workspace.checkpoint("base", 2)
        let tuned = try workspace.checkpoint("tuned", 0)
        #expect(tuned["parameter:conv1.weight"] == base["parameter:conv1.weight"])
        #expect(tuned["parameter:fc3.weight"]?.shape[0] == 9)
    }

    @Test("weights come from a file as well as from a run")
    func fromFile() throws {
        let workspace = try Workspace()
        try workspace.train("base", steps: 2)
        #expect(try workspace.run("export", "base", "--out", "base.safetensors").status == 0)
        try workspace.train("run", steps: 1, "--weights", "base")
        try workspace.train("file", steps: 1, "--weights", "base.safetensors")
        #expect(
            try workspace.bytes(workspace.checkpointPath("run", 1))
                == workspace.bytes(workspace.checkpointPath("file", 1)))
    }

    @Test("held parameters and their running statistics stay what they are")
    func freezing() throws {
        let workspace = try Workspace()
        let result = try workspace.train(
            "run", steps: 4, "--normalization", "batch", "--freeze", "conv*,bn1.*")
        #expect(result.status == 0)
        let before = try workspace.checkpoint("run", 0)
        let after = try workspace.checkpoint("run", 4)
        let held = ["parameter:conv1.", "parameter:conv2.", "parameter:bn1."]
        for tensor in before.tensors where !tensor.name.hasPrefix("optimizer:") {
            let isHeld =
                held.contains { tensor.name.hasPrefix($0) }
                || tensor.name.hasPrefix("runningStatistic:bn1.")
            #expect((after[tensor.name] == tensor) == isHeld, "\(tensor.name)")
        }
    }

    @Test("weights of another model are refused by the name of a tensor")
    func otherModel() throws {
        let workspace = try Workspace()
        try workspace.train("base", steps: 1)
        let result = try workspace.run(
            Workspace.tiny + ["--weights", "base", "--normalization", "batch", "--out", "other"])
        #expect(result.status == 65)
        #expect(result.error.contains("'bn1.weight' is missing"))
    }
}
