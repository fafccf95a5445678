import Foundation
import Testing

@Suite("Interrupting the searches for a rate")
struct InterruptionTests {
    /// Searches that would take hours, and what each says once it has begun.
    private static let searches: [(arguments: [String], begun: String)] = [
        (["find-lr", "--budget", "none", "--horizon", "100000"], "range test"),
        (["find-lr", "--budget", "none", "--horizon", "100000"], "parameters"),
        (["raise-lr", "--budget", "none", "--horizon", "100000"], "\n"),
    ]

    @Test(
        "ends them with what is known and leaves the run as it is",
        arguments: searches.indices, [SIGINT, SIGTERM])
    func ending(index: Int, signal: Int32) throws {
        let workspace = try Workspace()
        try workspace.train("run", steps: 6)
        let before = try contents(workspace)
        let search = Self.searches[index]
        let started = try workspace.start(search.arguments + ["--run", "run", "--threads", "1"])
        while started.process.isRunning,
            try !workspace.text("\(started.name).err").contains(search.begun)
        {
            usleep(5000)
        }
        kill(started.process.processIdentifier, signal)
        started.process.waitUntilExit()
        let result = try workspace.result(of: started)
        #expect(result.status == 130, "\(result.error)")
        #expect(result.output.contains("interrupted: this is what was known by then"))
        #expect(try contents(workspace) == before)
    }

    /// The run's files, by their names.
    private func contents(_ workspace: Workspace) throws -> [String: [UInt8]] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: "\(workspace.path)/run")
            .filter { !$0.hasSuffix("checkpoints") && !$0.hasSuffix("tensorboard") }
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, try workspace.bytes("run/\($0)")) })
    }
}
