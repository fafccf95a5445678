import Ballast
import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A shell command that gets each alert as JSON on its standard input, one after the other, while
/// watching goes on.
struct AlertCommand {
    private let command: String
    private let queue = DispatchQueue(label: "alerts")

    init(_ command: String) {
        self.command = command
    }

    /// Runs the command for an alert as soon as those before have ended.
    func run(_ alert: WatchAlert) {
        guard let bytes = try? JSONCoding.encode(alert) else { return }
        queue.async { [command] in Self.run(command, bytes) }
    }

    /// Waits for the commands that were begun.
    func finish() { queue.sync {} }

    private static func run(_ command: String, _ bytes: [UInt8]) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return complain(String(cString: strerror(errno))) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        do {
            let child = try ChildProcess(["/bin/sh", "-c", command], input: ends[0])
            Console.pass((bytes + [UInt8(ascii: "\n")])[...], to: ends[1])
            close(ends[1])
            let status = child.wait()
            if status != 0 { complain("'\(command)' ended with status \(status)") }
        } catch {
            close(ends[1])
            complain("\(error)")
        }
    }

    private static func complain(_ text: String) {
        Console.error("ballast: --on-alert: \(text)\n")
    }
}
