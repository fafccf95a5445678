#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A thread of the loader. It has a lower priority than those that compute, whose barriers would
/// otherwise wait for it.
final class LoaderThread: Sendable {
    private let handle: pthread_t

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// How much processors prefer the other threads, from 0 to 19.
    private static let niceness: Int32 = 10

    /// `nil` where the system gives no thread.
    init?(_ run: @escaping @Sendable () -> Void) {
        let body = Unmanaged.passRetained(Body(run))
        var handle = pthread_t()
        let status = pthread_create(
            &handle, nil,
            { context in
                guard let context else { return nil }
                // Of this thread alone, as Linux has it; where refused, nothing changes.
                _ = setpriority(
                    __priority_which_t(PRIO_PROCESS.rawValue), 0, LoaderThread.niceness)
                Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        guard status == 0 else {
            body.release()
            return nil
        }
        self.handle = handle
    }

    /// Waits until the thread has ended; once only.
    func join() {
        pthread_join(handle, nil)
    }
}
