import Foundation

/// A temporary directory in which commands are run; removed with its owner.
final class Workspace {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("ballast-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The program that was built beside this test bundle.
    static var program: String {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = URL(fileURLWithPath: own ?? ".").deletingLastPathComponent()
        return ProcessInfo.processInfo.environment["BALLAST_PROGRAM"]
            ?? folder.appendingPathComponent("ballast").path
    }

    /// Runs `ballast` with these arguments to its end.
    func run(_ arguments: [String]) throws -> CommandResult {
        let started = try start(arguments)
        started.process.waitUntilExit()
        return try result(of: started)
    }

    func run(_ arguments: String...) throws -> CommandResult {
        try run(arguments)
    }

    /// Runs `ballast` as it would be run where text has so many columns, in UTF-8 or in ASCII.
    func run(_ arguments: [String], columns: Int, unicode: Bool = true) throws -> CommandResult {
        let started = try start(
            arguments,
            environment: ["COLUMNS": "\(columns)", "LC_ALL": unicode ? "C.UTF-8" : "C"])
        started.process.waitUntilExit()
        return try result(of: started)
    }

    /// Runs another program to its end.
    func run(_ program: String, _ arguments: [String]) throws -> CommandResult {
        let started = try start(arguments, program: program)
        started.process.waitUntilExit()
        return try result(of: started)
    }

    /// Runs `ballast` where no file may grow beyond so many bytes.
    func runLimited(_ arguments: [String], fileBytes: Int) throws -> CommandResult {
        try run(
            "/usr/bin/env",
            ["prlimit", "--fsize=\(fileBytes)", Self.program] + arguments)
    }

    /// Runs `ballast` as a person for whom permissions hold, whoever runs the tests; nil where
    /// that person may not run it at all.
    func runUnprivileged(_ arguments: [String]) throws -> CommandResult? {
        guard geteuid() == 0 else { return try run(arguments) }
        let program = [
            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", Self.program,
        ]
        guard try run("/usr/bin/env", program + ["--version"]).status == 0 else { return nil }
        return try run("/usr/bin/env", program + arguments)
    }

    /// Starts `ballast`, its output going to files.
    func start(
        _ arguments: [String], program: String = Workspace.program,
        environment: [String: String] = [:]
    ) throws -> (process: Process, name: String) {
        let name = UUID().uuidString
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: path)
        process.environment = ProcessInfo.processInfo.environment.merging(
            [
                "OMP_NUM_THREADS": "1", "COLUMNS": "80", "BALLAST_CACHE": "\(path)/cache",
            ]) { $1 }
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try handle("\(name).out")
        process.standardError = try handle("\(name).err")
        try process.run()
        return (process, name)
    }

    func result(of started: (process: Process, name: String)) throws -> CommandResult {
        CommandResult(
            status: started.process.terminationStatus, output: try text("\(started.name).out"),
            error: try text("\(started.name).err"))
    }

    private func handle(_ name: String) throws -> FileHandle {
        try write([UInt8](), to: name)
        return try FileHandle(forWritingTo: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    func text(_ name: String) throws -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }

    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
    }

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    func files(_ name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)").sorted()
    }
}
