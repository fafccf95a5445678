import BallastCore
import BallastTraining
import Foundation
import Testing

@Suite struct AtomicFileTests {
    /// Runs `body` in a directory of its own.
    private func inDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "ballast-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try body(directory)
    }

    @Test func bytesReplaceTheOldFileAndNothingElseIsLeft() throws {
        try inDirectory { directory in
            let path = directory + "/run.json"
            for bytes in [[1, 2, 3], [], Array(repeating: 7, count: 100_000)] as [[UInt8]] {
                try AtomicFile.write(path, bytes)
                #expect(FileManager.default.contents(atPath: path).map { Array($0) } == bytes)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["run.json"])
        }
    }

    @Test func tensorsComeBackFromTheDisk() throws {
        try inDirectory { directory in
            let path = directory + "/w.safetensors"
            let file = SafetensorsFile(
                tensors: [SafetensorsTensor(name: "w", shape: [2], floats: [1, 2])])
            try file.write(to: path)
            #expect(try SafetensorsFile(contentsOf: path) == file)
        }
    }

    @Test func aMissingDirectoryCannotBeWrittenTo() {
        let error = #expect(throws: BallastError.self) {
            try AtomicFile.write("/nonexistent/run.json", [1])
        }
        #expect(error?.kind == .cannotWrite)
        #expect(error?.what.contains("No such file or directory") == true)
    }

    @Test func aFailedRenameLeavesNothingBehind() throws {
        try inDirectory { directory in
            let path = directory + "/taken"
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false)
            let error = #expect(throws: BallastError.self) { try AtomicFile.write(path, [1]) }
            #expect(error?.kind == .cannotWrite)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["taken"])
        }
    }
}
