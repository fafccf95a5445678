import BallastEvents
import BallastTraining
import Foundation
import Testing

/// Places that a run is written to: full, not writable, taken, or of a strange name.
@Suite("Places of runs") struct HostilePlaceTests {
    @Test("a checkpoint beyond a limit of file size is an error, and nothing of it is left")
    func sizeLimit() throws {
        let workspace = try Workspace()
        let arguments = Workspace.tiny + ["--steps", "4", "--out"]
        #expect(try workspace.run(arguments + ["whole"]).status == 0)
        let size = try workspace.bytes(workspace.checkpointPath("whole", 4)).count
        let result = try workspace.runLimited(arguments + ["run"], fileBytes: size - 1)
        #expect(result.status == 73)
        #expect(result.error.contains("safetensors: cannot write: File too large"))
        #expect(try workspace.files("run/checkpoints").isEmpty)
        #expect(try workspace.manifest("run").status == .failed)
        #expect(try workspace.run("train", "--resume", "run", "--quiet").status == 0)
        #expect(try workspace.steps("run").map(\.step) == [1, 2, 3, 4])
    }

    @Test("a journal that cannot grow ends the run between two lines, and it goes on from there")
    func journalLimit() throws {
        let workspace = try Workspace()
        let arguments = [
            "train", "--data", "shapes7:train=56,test=14,size=8", "--model", "mlp:depth=1,width=2",
            "--batch-size", "8", "--threads", "1", "--steps", "300", "--quiet", "--out",
        ]
        #expect(try workspace.run(arguments + ["whole"]).status == 0)
        let size = try workspace.bytes("whole/events.jsonl").count
        let result = try workspace.runLimited(arguments + ["run"], fileBytes: size - 5000)
        #expect(result.status == 73, "\(result.error)")
        #expect(result.error.contains("events.jsonl: cannot write: File too large"))
        #expect(try workspace.text("run/events.jsonl").hasSuffix("}\n"))
        #expect(try workspace.run("train", "--resume", "run", "--quiet").status == 0)
        let last = { workspace.checkpointPath($0, 300) }
        #expect(try workspace.bytes(last("run")) == workspace.bytes(last("whole")))
        #expect(try workspace.steps("run").map(\.step) == Array(1...300))
    }

    @Test("a full disk is an error that says so, and the run goes on when there is room")
    func fullDisk() throws {
        let workspace = try Workspace()
        let arguments = Workspace.tiny + ["--steps", "12", "--checkpoint-every", "1"]
        #expect(try workspace.run(arguments + ["--out", "whole"]).status == 0)
        try FileManager.default.createDirectory(
            atPath: "\(workspace.path)/disk", withIntermediateDirectories: false)
        // A file system of 4 MiB, seen by these processes alone; then one with room.
        let program = Workspace.program
        let words = (arguments + ["--out", "disk/run"]).map { "'\($0)'" }.joined(separator: " ")
        let script = """
            mount -t tmpfs -o size=4m none disk || exit 99
            '\(program)' \(words); echo "first $?" >&2
            mount -o remount,size=64m disk
            '\(program)' train --resume disk/run --quiet; echo "second $?" >&2
            cp -r disk/run run
            """
        let result = try workspace.run(
            "/usr/bin/env", ["unshare", "--mount", "--map-root-user", "sh", "-c", script])
        // Where a process may have no file system of its own there is nothing to try.
        guard result.status != 99, !result.error.contains("unshare") else { return }
        #expect(result.error.contains("first 73"), "\(result.error)")
        #expect(result.error.contains("the checkpoint needs"), "\(result.error)")
        #expect(result.error.contains("second 0"), "\(result.error)")
        let last = { workspace.checkpointPath($0, 12) }
        #expect(try workspace.bytes(last("run")) == workspace.bytes(last("whole")))
        #expect(try workspace.steps("run").map(\.step) == Array(1...12))
    }

    @Test("a directory that may not be written to is an error that names it")
    func readOnly() throws {
        let workspace = try Workspace()
        try FileManager.default.createDirectory(
            atPath: "\(workspace.path)/locked", withIntermediateDirectories: false)
        try workspace.train("run", steps: 4)
        try workspace.forget("run", after: 0)
        let places = ["locked", "run", "run/checkpoints"].map { "\(workspace.path)/\($0)" }
        chmod(workspace.path, 0o755)
        for place in places { chmod(place, 0o555) }
        defer { for place in places { chmod(place, 0o755) } }
        let attempts = [
            (Workspace.tiny + ["--steps", "1", "--out", "locked/run"], "locked/run"),
            (["train", "--resume", "run"], "run"),
            (["export", "run", "--out", "locked/w.safetensors"], "locked/w.safetensors"),
        ]
        for (arguments, place) in attempts {
            guard let result = try workspace.runUnprivileged(arguments) else { return }
            #expect(result.status == 73, "\(result.error)")
            #expect(result.error.hasPrefix("ballast: error: \(place)"), "\(result.error)")
            #expect(result.error.contains("Permission denied"), "\(result.error)")
        }
    }

    @Test("a second process on a run is refused, and a lock of one that is gone is none")
    func lock() throws {
        let workspace = try Workspace()
        let first = try workspace.start(
            Workspace.tiny + ["--steps", "100000", "--out", "run", "--checkpoint-every", "1000"])
        while first.process.isRunning,
            !FileManager.default.fileExists(atPath: "\(workspace.path)/run/events.jsonl")
        {
            usleep(2000)
        }
        let second = try workspace.run("train", "--resume", "run")
        #expect(second.status == 73)
        let process = first.process.processIdentifier
        #expect(second.error.contains("run: process \(process) writes this run"))
        let other = try workspace.run(Workspace.tiny + ["--steps", "1", "--out", "run"])
        #expect(other.status == 73)
        // Reading is nobody's business.
        #expect(try workspace.run("evaluate", "run", "--threads", "1").status == 0)
        kill(process, SIGKILL)
        first.process.waitUntilExit()
        #expect(try workspace.text("run/lock") == "\(process)\n")
        let third = try workspace.start(["train", "--resume", "run", "--quiet"])
        while third.process.isRunning,
            try workspace.text("run/lock") != "\(third.process.processIdentifier)\n"
        {
            usleep(2000)
        }
        kill(third.process.processIdentifier, SIGTERM)
        third.process.waitUntilExit()
        #expect(third.process.terminationStatus == 130)
        #expect(try workspace.files("run").contains("lock") == false)
    }

    @Test(
        "names of any kind",
        arguments: [
            "with spaces", "it's \"quoted\"", "Läufe/größte 模型 🚢", "-dash", "new\nline", "a%2Fb",
            "deep/er/than/there/is", "trailing/", "./dot/../dot",
        ])
    func names(name: String) throws {
        let workspace = try Workspace()
        let out = name.hasPrefix("-") ? "--out=\(name)" : "--out"
        let place = name.hasPrefix("-") ? [out] : [out, name]
        let arguments = Workspace.tiny + ["--steps", "4", "--checkpoint-every", "2"] + place
        let result = try workspace.run(arguments)
        #expect(result.status == 0, "\(result.error)")
        let path = name.hasPrefix("-") ? "./\(name)" : name
        try workspace.forget(path, after: 2)
        #expect(try workspace.run("train", "--resume", path, "--quiet").status == 0)
        #expect(try workspace.steps(path).map(\.step) == [1, 2, 3, 4])
        #expect(try workspace.run("evaluate", path, "--threads", "1").status == 0)
        let file = "weights of it.safetensors"
        #expect(try workspace.run("export", path, "--out", file).status == 0)
        let yaml = "options of it.yaml"
        try workspace.write("out: \(try quoted(name + " again"))\nsteps: 1\n", to: yaml)
        let small = Workspace.tiny + ["--config", yaml]
        #expect(try workspace.run(small).status == 0)
        #expect(try workspace.manifest(name + " again").steps == 1)
    }

    private func quoted(_ text: String) throws -> String {
        String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
            .replacingOccurrences(of: "\\/", with: "/")
    }
}
