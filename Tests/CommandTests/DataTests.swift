import BallastCore
import BallastEvents
import Foundation
import Testing

@Suite("Data sets from the command line")
struct DataTests {
    /// Two classes of grey squares, told apart by their brightness.
    private static func folder(_ workspace: Workspace, _ name: String, count: Int = 12) throws {
        for (label, folder) in ["dark", "light"].enumerated() {
            try FileManager.default.createDirectory(
                atPath: "\(workspace.path)/\(name)/\(folder)", withIntermediateDirectories: true)
            for index in 0..<count {
                let pixels = (0..<(32 * 32)).map {
                    UInt8(label * 150 + index * 4 + ($0 * 7 + index) % 40)
                }
                try workspace.write(
                    UncompressedPNG.bytes(width: 32, height: 32, channels: 1, pixels: pixels),
                    to: "\(name)/\(folder)/\(index).png")
            }
        }
    }

    private static func train(
        _ workspace: Workspace, _ data: String, _ more: String...
    ) throws -> CommandResult {
        try workspace.run(
            [
                "train", "--data", data, "--model", "lenet5", "--batch-size", "8", "--threads", "1",
                "--steps", "4", "--out", "run",
            ] + more)
    }

    @Test("a folder trains, evaluates and predicts")
    func folderTrains() throws {
        let workspace = try Workspace()
        try Self.folder(workspace, "my, pictures")
        let spec = #"folder:my\, pictures,validation=0.25,channels=1"#
        let trained = try Self.train(workspace, spec)
        #expect(trained.status == 0, "\(trained.error)")
        #expect(trained.error.contains("18 images to train on, 6 to validate, 2 classes"))
        #expect(try workspace.manifest("run").classNames == ["dark", "light"])
        #expect(try workspace.manifest("run").skippedFiles == nil)
        let evaluated = try workspace.run("evaluate", "run", "--format", "json")
        #expect(try Workspace.json(evaluated)["samples"] as? Int == 6)
        let file = "my, pictures/light/3.png"
        let predicted = try workspace.run("predict", "run", file, "--format", "json")
        let predictions = try Workspace.json(predicted)["predictions"] as? [[String: Any]]
        #expect(predictions?.map { $0["file"] as? String } == [file])
    }

    @Test("a bad file ends the run by name before its first step, or is left out and listed")
    func badFiles() throws {
        let workspace = try Workspace()
        try Self.folder(workspace, "set")
        try workspace.write([0xFF, 0xD8, 0xFF, 0xE0], to: "set/dark/cut.jpg")
        try workspace.write("no image", to: "set/light/README")
        let refused = try Self.train(workspace, "folder:set")
        #expect(refused.status == 65)
        #expect(refused.error.contains("set/dark/cut.jpg: the JPEG file is cut off"))
        #expect(refused.error.contains("--on-bad-file skip"))
        #expect(!FileManager.default.fileExists(atPath: "\(workspace.path)/run"))

        let trained = try Self.train(workspace, "folder:set", "--on-bad-file", "skip")
        #expect(trained.status == 0)
        #expect(trained.error.contains("note: 1 file of folder:set left out"))
        #expect(trained.error.contains("note: 1 file of folder:set not used, since no image"))
        #expect(try workspace.manifest("run").skippedFiles?.map(\.file) == ["dark/cut.jpg"])
        let notes = try workspace.events("run").compactMap { event in
            if case .note(let text) = event.kind { text } else { nil }
        }
        #expect(notes.contains { $0.contains("dark/cut.jpg") })
    }

    @Test("validation data are a folder of their own, and its classes count as in training")
    func validationData() throws {
        let workspace = try Workspace()
        try Self.folder(workspace, "set")
        try Self.folder(workspace, "other", count: 5)
        try FileManager.default.removeItem(atPath: "\(workspace.path)/other/dark")
        let trained = try Self.train(
            workspace, "folder:set", "--validation-data", "folder:other")
        #expect(trained.status == 0, "\(trained.error)")
        #expect(trained.error.contains("24 images to train on, 5 to validate"))
        let both = try Self.train(
            workspace, "folder:set,validation=0.2", "--validation-data", "folder:other")
        #expect(both.status != 0)
        let unknown = try workspace.run(
            "train", "--data", "folder:set", "--validation-data", "shapes7", "--steps", "1")
        #expect(unknown.status == 64 && unknown.error.contains("--validation-data"))
    }

    @Test("what is missing or damaged has its exit code")
    func exitCodes() throws {
        let workspace = try Workspace()
        try workspace.write("x", to: "file")
        for (spec, status) in [
            ("folder:nowhere", Int32(66)), ("folder:file", 65), ("folder:.", 65), ("idx:.", 66),
            ("cifar10:.", 66), ("cifar100:nowhere", 66), ("folder", 64), ("folder:.,sise=3", 64),
        ] {
            for command in [["train", "--out", "run", "--data", spec], ["data", "inspect", spec]] {
                let result = try workspace.run(command)
                #expect(result.status == status, "\(command): \(result.error)")
                #expect(result.output.isEmpty && result.error.hasPrefix("ballast: error: "))
            }
        }
    }

    @Test("inspect tells counts, leakage and unreadable files, and writes a contact sheet")
    func inspect() throws {
        let workspace = try Workspace()
        try Self.folder(workspace, "set/train")
        try Self.folder(workspace, "set/val", count: 3)
        try workspace.write("x", to: "set/val/dark/bad.webp")
        let result = try workspace.run(
            "data", "inspect", "folder:set", "--contact-sheet", "sheet.png", "--format", "json")
        #expect(result.status == 0, "\(result.error)")
        let answer = try Workspace.json(result)
        #expect(answer["classes"] as? [String] == ["dark", "light"])
        #expect(answer["leaked"] as? Int == 6)
        let parts = try #require(answer["parts"] as? [[String: Any]])
        #expect(parts.map { $0["images"] as? Int } == [24, 6])
        #expect(parts.map { $0["perClass"] as? [Int] } == [[12, 12], [3, 3]])
        #expect(
            (answer["unreadable"] as? [[String: String]])?.first?["file"] == "val/dark/bad.webp")
        #expect(try workspace.bytes("sheet.png").prefix(4) == [0x89, 0x50, 0x4E, 0x47])

        let text = try workspace.run("data", "inspect", "folder:set")
        #expect(text.output.contains("leakage: 6 images to validate or test on are in the"))
        #expect(text.output.contains("val/dark/bad.webp: neither a JPEG"))
        let lines = text.output.split(separator: "\n").filter { !$0.hasPrefix("  ") }
        #expect(lines.allSatisfy { $0.count <= 80 })
    }
}
