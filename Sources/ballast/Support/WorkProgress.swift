import Ballast
import Synchronization

/// Shows on standard error how much of some work is done, if that takes its time.
final class WorkProgress: Sendable {
    private struct State {
        var bar: ProgressBar?
        var started: Double?
    }

    private let what: String
    private let isQuiet: Bool
    private let state = Mutex(State())

    /// Shorter work needs no bar.
    private static let silentSeconds = 1.0

    /// - Parameter what: such as `images decoded`.
    init(_ what: String, isQuiet: Bool) {
        self.what = what
        self.isQuiet = isQuiet
    }

    @Sendable func report(_ done: Int, _ total: Int) {
        guard !isQuiet else { return }
        let now = Clock.now()
        state.withLock { state in
            let started = state.started ?? now
            state.started = started
            guard now - started > Self.silentSeconds else { return }
            if state.bar == nil {
                state.bar = ProgressBar(
                    total: total, done: done, style: .detected(fileDescriptor: 2), now: now)
            }
            if let text = state.bar?.update(done: done, message: what, now: now) {
                Console.error(text)
            }
        }
    }

    /// Ends the bar's line.
    func end() {
        state.withLock { state in
            if let bar = state.bar { Console.error(bar.finish()) }
            state.bar = nil
        }
    }
}
