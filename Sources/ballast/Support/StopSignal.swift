import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Turns SIGINT and SIGTERM into a question that the training loop asks between two steps.
enum StopSignal {
    private static let arrived = Atomic<Bool>(false)

    static var hasArrived: Bool { arrived.load(ordering: .relaxed) }

    /// From here on the first signal of a kind is noted; a second one ends the process at once.
    static func install() {
        // The handler must not be what initializes the flag.
        _ = hasArrived
        // Whoever started this process may have blocked them.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        sigprocmask(SIG_UNBLOCK, &signals, nil)
        for signal in [SIGINT, SIGTERM] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { _ in
                StopSignal.arrived.store(true, ordering: .relaxed)
            }
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_RESTART
            sigaction(signal, &action, nil)
        }
    }
}
