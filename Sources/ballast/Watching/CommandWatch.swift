import Ballast

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Runs a command, reads what it writes as a log, and ends it where its training is lost.
struct CommandWatch {
    private let command: WrappedCommand
    private let output: OutputFollower
    private var run: WatchedRun
    private let stopsOnDivergence: Bool
    private let tell: (WatchAlert) -> Void
    /// When the command was asked to end, and how often.
    private var stopping: (since: Double, requests: Int)?
    private(set) var hasAlerted = false

    init(
        _ arguments: [String], options: LogOptions, stopsOnDivergence: Bool,
        tell: @escaping (WatchAlert) -> Void
    ) throws {
        let name = arguments.joined(separator: " ")
        command = try WrappedCommand(arguments)
        output = OutputFollower(name: name, options: options)
        run = WatchedRun(name: name, path: name)
        self.stopsOnDivergence = stopsOnDivergence
        self.tell = tell
    }

    /// Between two looks at whether there is anything to do.
    private static let milliseconds: Int32 = 200
    /// Seconds between a request to end and the next, stronger one.
    private static let patience = 10.0

    /// Goes on until the command has ended.
    ///
    /// - Returns: the command's exit status.
    mutating func watch() throws -> Int32 {
        var (flow, isNew) = (WrappedCommand.Flow.some, false)
        var status: Int32?
        // What the command has left running may hold its streams open for longer than it lives.
        while status == nil || flow == .some {
            let output = output
            flow = command.pump(milliseconds: Self.milliseconds) { bytes in
                if output.consume(bytes.span) { isNew = true }
            }
            status = status ?? command.statusIfEnded()
            if isNew, run.isDue(Clock.now()) {
                isNew = false
                try look()
            }
            press()
            // Ctrl-C in a terminal reaches the command without help.
            if let signal = StopSignal.arrived, stopping == nil {
                stop(signal == SIGINT && isatty(STDIN_FILENO) == 1 ? nil : signal)
            }
        }
        if output.finish() { isNew = true }
        if isNew { try look() }
        return status ?? 0
    }

    private mutating func look() throws {
        guard let log = try? output.log() else { return }
        for alert in try run.alerts(of: RecordedRun(log)) {
            tell(alert)
            hasAlerted = true
            if alert.isDivergence, stopsOnDivergence, stopping == nil { stop(SIGINT) }
        }
    }

    /// Asks the command to end, so that it can save what it wants to keep.
    private mutating func stop(_ signal: Int32?) {
        stopping = (Clock.now(), 1)
        if let signal { command.send(signal) }
    }

    /// Asks again, and harder, where the command goes on all the same.
    private mutating func press() {
        guard let known = stopping, Clock.now() - known.since > Self.patience,
            known.requests < 3
        else { return }
        stopping = (Clock.now(), known.requests + 1)
        command.send(known.requests == 1 ? SIGTERM : SIGKILL)
    }
}
