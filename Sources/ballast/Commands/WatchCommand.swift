import ArgumentParser
import Ballast

struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow a run and tell at once when something goes wrong.",
        discussion: """
            Example: ballast watch runs/mine
            Example: ballast watch --stop-on diverged -- python train.py

            Follows a run directory, or the log of another framework in any format that \
            `ballast diagnose` reads, or a folder of them, until Ctrl-C. Behind -- a command is \
            run instead and what it prints is read; its output and its exit status are its own. \
            Nothing is said of healthy runs.
            """)

    @Argument(
        help: ArgumentHelp("A run directory, a log, or a folder of them.", valueName: "path"))
    var path: String?

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("A command to run and to watch.", valueName: "command"))
    var command: [String] = []

    @OptionGroup var columns: ColumnOptions

    @Option(
        help: ArgumentHelp(
            "Run this shell command for each finding, with the finding as JSON on its standard "
                + "input.", valueName: "command"))
    var onAlert: String?

    @Option(help: "End the command when its training is lost: diverged.")
    var stopOn: StopReason?

    @Flag(help: "Exit with 4 where something was found.")
    var failOnFinding = false

    @Option(
        help: "How alerts are written: text to standard error, or JSON lines to standard output.")
    var format = OutputFormat.text

    @Flag(help: "Only alerts on standard error.")
    var quiet = false

    /// What ends a command that is watched.
    enum StopReason: String, ExpressibleByArgument, CaseIterable {
        case diverged
    }

    func validate() throws {
        guard (path == nil) != command.isEmpty else {
            throw ValidationError("name a path to follow, or a command behind --")
        }
        guard stopOn == nil || !command.isEmpty else {
            throw ValidationError("--stop-on needs a command behind --")
        }
        guard command.isEmpty || format == .text else {
            throw ValidationError("with a command, standard output is the command's")
        }
    }

    func run() throws {
        StopSignal.install()
        let options = try columns.reading()
        let action = onAlert.map(AlertCommand.init)
        defer { action?.finish() }
        let tell = { (alert: WatchAlert) in
            action?.run(alert)
            Self.write(alert, format)
        }
        if let path {
            var watch = try PathWatch(path, options: options, tell: tell)
            if !quiet { Console.error("watching \(watch.summary); Ctrl-C ends\n") }
            try watch.watch()
            if failOnFinding, watch.hasAlerted { throw ExitCode(4) }
            return
        }
        var watch = try CommandWatch(
            command, options: options, stopsOnDivergence: stopOn == .diverged, tell: tell)
        let status = try watch.watch()
        guard status == 0 else { throw ExitCode(status) }
        if failOnFinding, watch.hasAlerted { throw ExitCode(4) }
    }

    private static func write(_ alert: WatchAlert, _ format: OutputFormat) {
        switch format {
        case .text:
            let style = TerminalStyle.detected(fileDescriptor: 2)
            Console.error(style.message(style.colored("ballast: ", .red) + alert.text(style)))
        case .json: try? Console.output(json: alert)
        }
    }
}
