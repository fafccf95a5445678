import Foundation
import Testing

@Suite("dashboard")
struct DashboardTests {
    /// Starts a dashboard over an empty folder.
    ///
    /// - Returns: its process and what it has printed.
    private func start(
        _ workspace: Workspace
    ) throws -> (started: (process: Process, name: String), address: String) {
        try FileManager.default.createDirectory(
            atPath: "\(workspace.path)/runs", withIntermediateDirectories: true)
        let started = try workspace.start(["dashboard", "--port", "0"])
        var address = ""
        while started.process.isRunning, !address.hasSuffix("\n") {
            usleep(5000)
            address = try workspace.text("\(started.name).out")
        }
        return (started, address.trimmingCharacters(in: .newlines))
    }

    @Test(
        "it prints its address, and a signal ends it and its streams", arguments: [SIGINT, SIGTERM])
    func signals(signal: Int32) throws {
        let workspace = try Workspace()
        let (started, address) = try start(workspace)
        let port = try #require(address.wholeMatch(of: /http:\/\/127\.0\.0\.1:(\d+)\//)).output.1
        let request = "GET /events HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n"
        let stream = try workspace.start(
            [
                "-c",
                "exec 3<>/dev/tcp/127.0.0.1/\(port); printf '\(request)' >&3; cat <&3",
            ], program: "/bin/bash")
        while stream.process.isRunning,
            try !workspace.text("\(stream.name).out").contains("There is no run here yet")
        {
            usleep(5000)
        }
        kill(started.process.processIdentifier, signal)
        started.process.waitUntilExit()
        stream.process.waitUntilExit()
        #expect(try workspace.result(of: started).status == 0)
    }

    @Test("a port that is taken, a folder that is not there and an open address are refused")
    func refusals() throws {
        let workspace = try Workspace()
        let (started, address) = try start(workspace)
        defer { started.process.terminate() }
        let port = try #require(address.split(separator: ":").last).dropLast()
        let taken = try workspace.run("dashboard", "--port", String(port))
        #expect(taken.status == 73 && taken.error.contains("--port"))
        let missing = try workspace.run("dashboard", "no-such")
        #expect(missing.status == 66 && missing.error.contains("no-such"))
        let open = try workspace.run("dashboard", "--host", "0.0.0.0")
        #expect(open.status == 64 && open.error.contains("--token"))
        let short = try workspace.run("dashboard", "--token", "short")
        #expect(short.status == 64)
        #expect([taken, missing, open, short].allSatisfy { $0.output.isEmpty })
    }
}
