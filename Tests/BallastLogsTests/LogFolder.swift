import BallastCore
import BallastEvents
import BallastLogs
import Foundation

/// A folder of one test for the logs that it writes, removed with its owner.
final class LogFolder {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appending(path: "ballast-logs-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in it.
    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let url = URL(filePath: self(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return self(name)
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    func append(_ bytes: [UInt8], to name: String) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: self(name)))
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(contentsOf: Data(bytes))
    }

    func append(_ text: String, to name: String) throws { try append(Array(text.utf8), to: name) }

    /// The one log in a file of this text.
    static func log(
        _ text: String, name: String = "log.csv", map: [String] = []
    ) throws -> ForeignLog {
        let folder = try LogFolder()
        try folder.write(text, to: name)
        return try folder.log(name, map: map)
    }

    /// The one log at a place in it.
    func log(_ name: String, map: [String] = []) throws -> ForeignLog {
        let options = LogOptions(channels: try ChannelMap(parsing: map))
        let logs = try LogReader(options: options).read(self(name))
        guard logs.count == 1 else {
            throw BallastError(.badInput, "\(logs.count) logs where one was expected", at: name)
        }
        return logs[0]
    }
}

extension ForeignLog {
    func steps(_ channel: Channel) -> [Int] { record[channel].steps }
    func values(_ channel: Channel) -> [Double] { record[channel].values }
    func hasNote(_ words: String) -> Bool { notes.contains { $0.contains(words) } }
}
