import BallastCore
import BallastEvents
import BallastTraining
import Foundation
import Testing

@Suite("Import and export")
struct ImportExportTests {
    private static let options = [
        "--model", "lenet5", "--classes", "7", "--image-size", "32", "--mean", "0.5,0.5,0.5",
        "--std", "0.3,0.3,0.3",
    ]

    @Test("what was exported is imported, and exported again to the same bytes")
    func roundTrip() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 3, "--normalization", "batch")
        #expect(try workspace.run("export", "run", "--out", "a.safetensors").status == 0)
        let imported = try workspace.run(
            ["import", "a.safetensors", "--out", "imported", "--normalization", "batch"]
                + Self.options)
        #expect(imported.status == 0)
        #expect(imported.error.isEmpty)
        #expect(try workspace.run("export", "imported", "--out", "b.safetensors").status == 0)

        let first = try SafetensorsFile(contentsOf: "\(workspace.path)/a.safetensors")
        let second = try SafetensorsFile(contentsOf: "\(workspace.path)/b.safetensors")
        let counter = "bn1.num_batches_tracked"
        #expect(first[counter]?.values == .integers([3]))
        #expect(second[counter]?.values == .integers([0]))
        #expect(first.tensors.map(\.name) == second.tensors.map(\.name))
        for tensor in first.tensors where !tensor.name.hasSuffix("num_batches_tracked") {
            #expect(second[tensor.name] == tensor)
        }
        let names = first.tensors.map(\.name)
        let mean = try #require(names.firstIndex(of: "bn1.running_mean"))
        #expect(names[mean + 1] == "bn1.running_var")
        #expect(names[mean + 2] == counter)
    }

    @Test("the same weights give the same bytes; a file is kept unless forced")
    func exportTwice() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 1)
        #expect(try workspace.run("export", "run", "--out", "a.safetensors").status == 0)
        let bytes = try workspace.bytes("a.safetensors")
        #expect(try workspace.run("export", "run", "--out", "a.safetensors").status == 73)
        let forced = try workspace.run("export", "run", "--out", "a.safetensors", "--force")
        #expect(forced.status == 0)
        #expect(try workspace.bytes("a.safetensors") == bytes)
        let other = try workspace.run(
            "export", "run", "--checkpoint", "0", "--out", "b.safetensors")
        #expect(other.status == 0)
        #expect(try workspace.bytes("b.safetensors") != bytes)
    }

    @Test("an imported run is evaluated, fine-tuned and complete")
    func importedRun() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 1)
        #expect(try workspace.run("export", "run", "--out", "a.safetensors").status == 0)
        #expect(
            try workspace.run(["import", "a.safetensors", "--out", "imported"] + Self.options)
                .status == 0)
        #expect(try workspace.manifest("imported").status == .completed)
        let without = try workspace.run("evaluate", "imported")
        #expect(without.status == 64)
        #expect(without.error.contains("--data"))
        let with = try workspace.run(
            "evaluate", "imported", "--data", "shapes7:train=7,test=14", "--format", "json")
        #expect(try Workspace.json(with)["samples"] as? Int == 14)
        #expect(try workspace.train("tuned", steps: 1, "--weights", "imported").status == 0)
        #expect(try workspace.run("train", "--resume", "imported").status == 0)
    }

    @Test("a tensor that is missing or misshaped is named, and no run is made")
    func wrongTensors() throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 1)
        #expect(try workspace.run("export", "run", "--out", "a.safetensors").status == 0)
        var file = try SafetensorsFile(contentsOf: "\(workspace.path)/a.safetensors")
        file.tensors.removeAll { $0.name == "fc2.bias" }
        try file.write(to: "\(workspace.path)/missing.safetensors")
        let bias = SafetensorsTensor(name: "fc2.bias", shape: [2], floats: [1, 2])
        file.tensors.append(bias)
        try file.write(to: "\(workspace.path)/misshaped.safetensors")
        for name in ["missing", "misshaped"] {
            let result = try workspace.run(
                ["import", "\(name).safetensors", "--out", "imported"] + Self.options)
            #expect(result.status == 65)
            #expect(result.error.contains("'fc2.bias'"))
            #expect(!FileManager.default.fileExists(atPath: "\(workspace.path)/imported"))
        }
    }

    @Test(
        "constants that do not fit are usage errors",
        arguments: [
            ("--mean", "0.5,0.5", "--mean"), ("--mean", "a,b,c", "--mean"),
            ("--std", "0,1,1", "--std"), ("--classes", "0", "--classes"),
            ("--image-size", "4", "--image-size"), ("--class-names", "a,b", "--class-names"),
        ])
    func wrongConstants(option: String, value: String, message: String) throws {
        let workspace = try Workspace()
        let result = try workspace.run(
            ["import", "a.safetensors", "--out", "imported"] + Self.options + [option, value])
        #expect(result.status == 64)
        #expect(result.error.contains(message))
    }
}
