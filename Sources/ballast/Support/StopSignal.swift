import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Turns SIGINT and SIGTERM into a question that the training loop asks between two steps.
///
/// A thread of its own waits for them, so that no signal ever interrupts a kernel: machine code
/// that oneDNN makes at run time need not leave the stack as a handler expects it.
enum StopSignal {
    private static let number = Atomic<Int32>(0)

    static var hasArrived: Bool { arrived != nil }

    /// The signal that came first; nil before one has.
    static var arrived: Int32? {
        let number = number.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// From here on the first signal is noted; a second one ends the process at once.
    ///
    /// Call it before other threads are made: they inherit that the signals are blocked.
    static func install() {
        var signals = stopSignals()
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { _ in
                StopSignal.wait()
                return nil
            }, nil)
    }

    /// Makes of a write beyond a limit of size, or to a reader that went away, an error of that
    /// write instead of the end of the process.
    static func ignoreWriteSignals() {
        for number in [SIGXFSZ, SIGPIPE] { signal(number, SIG_IGN) }
    }

    private static func wait() {
        var signals = stopSignals()
        var number: Int32 = 0
        sigwait(&signals, &number)
        Self.number.store(number, ordering: .relaxed)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        while true { pause() }
    }

    private static func stopSignals() -> sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        return signals
    }
}
