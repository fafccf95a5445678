import ArgumentParser
import Ballast

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Ends the process for a reason, in one form: `ballast: error: PLACE: WHAT`, then how to mend it.
enum Failure {
    static func exit(_ error: any Error) -> Never {
        if let fault = error as? BallastError {
            report(fault)
            terminate(fault.exitCode)
        }
        let code = BallastCommand.exitCode(for: error)
        if code == .success || error is ExitCode { BallastCommand.exit(withError: error) }
        let text = BallastCommand.fullMessage(for: error)
        let message = text.hasPrefix("Error: ") ? String(text.dropFirst(7)) : text
        Console.error("ballast: error: \(message)\n")
        terminate(code.rawValue)
    }

    static func report(_ fault: BallastError) {
        Console.error("ballast: error: \(fault)\n")
    }

    /// Ends the process behind Ctrl-C or SIGTERM, from any thread, where nothing is to be saved.
    static func interruptAtOnce() -> Never {
        Console.error("\nInterrupted before the first step.\n")
        _exit(130)
    }

    private static func terminate(_ code: Int32) -> Never {
        #if canImport(Glibc)
            Glibc.exit(code)
        #else
            Musl.exit(code)
        #endif
    }
}
