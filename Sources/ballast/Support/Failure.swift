import ArgumentParser
import Ballast

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Ends the process for a reason, in one form: `ballast: error: PLACE: WHAT`, and on a line of its
/// own how to mend it.
enum Failure {
    static func exit(_ error: any Error) -> Never {
        if let fault = error as? BallastError {
            report(fault)
            terminate(fault.exitCode)
        }
        let code = BallastCommand.exitCode(for: error)
        if error is ExitCode { BallastCommand.exit(withError: error) }
        if code == .success {
            help(BallastCommand.fullMessage(for: error))
            terminate(0)
        }
        report(UsageFault(BallastCommand.fullMessage(for: error)).fault)
        terminate(code.rawValue)
    }

    static func report(_ fault: BallastError) {
        let style = TerminalStyle.detected(fileDescriptor: STDERR_FILENO)
        let lead = style.message("ballast: error: \(place(fault)): \(fault.what)")
        let marked =
            style.colored("ballast: error:", .red) + lead.dropFirst("ballast: error:".count)
        Console.error(marked + style.message("  " + mend(fault)))
    }

    /// Ends the process behind Ctrl-C or SIGTERM, from any thread, where nothing is to be saved.
    static func interruptAtOnce() -> Never {
        Console.error("\nInterrupted before the first step.\n")
        _exit(130)
    }

    /// Help, the version or a completion script. The parser breaks all lines of help but the usage.
    private static func help(_ text: String) {
        let style = TerminalStyle.detected(fileDescriptor: STDOUT_FILENO)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        Console.output(
            exactly: lines.map { line in
                guard line.hasPrefix("USAGE: "), line.count > style.width else {
                    return line + "\n"
                }
                return Paragraph.text(
                    String(line.dropFirst(7)), width: style.width, indent: 7, bullet: "USAGE: ")
            }.joined())
    }

    private static func place(_ fault: BallastError) -> String {
        guard let place = fault.place, !place.isEmpty else {
            return CommandLine.arguments.dropFirst().first ?? "ballast"
        }
        return place
    }

    /// A sentence that begins with a capital; one alone has no full stop.
    private static func mend(_ fault: BallastError) -> String {
        var text = fault.mend ?? usualMend(fault.kind)
        let first = text.prefix { $0 != " " }
        if first.allSatisfy(\.isLetter), first != "ballast" {
            text = first.prefix(1).uppercased() + text.dropFirst()
        }
        if text.last == ".", !text.dropLast().contains(". ") { text.removeLast() }
        return text.split(separator: "\n").joined(separator: "\n  ")
    }

    /// What helps against most faults of a kind.
    private static func usualMend(_ kind: BallastError.Kind) -> String {
        switch kind {
        case .usage: "`ballast --help` lists the commands"
        case .badInput: "take the file from where it was made, or make it anew"
        case .notFound: "check the path"
        case .cannotWrite: "check the permissions, and the space that is left"
        case .unsupported: "report it with the command and all that it printed"
        }
    }

    private static func terminate(_ code: Int32) -> Never {
        #if canImport(Glibc)
            Glibc.exit(code)
        #else
            Musl.exit(code)
        #endif
    }
}
