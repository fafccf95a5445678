import ArgumentParser
import Ballast
import BallastDashboard
import Dispatch
import Synchronization

struct DashboardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard",
        abstract: "Show all runs of a folder on a live web page.",
        discussion: """
            Example: ballast dashboard
            Example: ballast dashboard logs --host 0.0.0.0 --token $(openssl rand -hex 16)

            Shows run directories, and the logs of other frameworks in any format that \
            `ballast diagnose` reads, as they grow: a list with states, curves and findings, a \
            page for each run, and several runs over each other. It only reads. The address is \
            printed; Ctrl-C ends it. Only programs of this machine reach it, unless --host says \
            otherwise.
            """)

    @Argument(
        help: ArgumentHelp("A folder of runs or logs.", valueName: "dir"))
    var directory = "runs"

    @Option(help: ArgumentHelp("0: one that is free.", valueName: "number"))
    var port = 8384

    @Option(
        help: ArgumentHelp(
            "The address to listen on; one that other machines reach needs --token.",
            valueName: "address"))
    var host = "127.0.0.1"

    @Option(
        help: ArgumentHelp(
            "A word that a reader must know: in the address once as ?token=, or as a bearer.",
            valueName: "word"))
    var token: String?

    @OptionGroup var columns: ColumnOptions

    func run() throws {
        let server = try DashboardServer(
            DashboardOptions(
                directory: directory, host: host, port: port, token: token,
                logs: try columns.reading()),
            clock: { Clock.now() })
        let outcome = Mutex<(any Error)?>(nil)
        let end = DispatchSemaphore(value: 0)
        let shown = directory
        Task {
            do {
                try await server.run { address in
                    Console.output(address + "\n")
                    Console.error("showing \(shown); Ctrl-C ends\n")
                }
            } catch {
                outcome.withLock { $0 = error }
            }
            end.signal()
        }
        end.wait()
        if let error = outcome.withLock({ $0 }) { throw error }
    }
}
