import BallastCore
import Dispatch
import Synchronization

/// Work that takes seconds, such as judging a long run, done beside the reading: of all such works
/// one goes on at a time, so that they do not take memory together.
final class LateWork<Result: Sendable>: Sendable {
    private enum State {
        case idle
        case going
        case done(Result, seconds: Double)
    }

    private let state = Mutex(State.idle)

    /// Whether it goes on, or its result was not taken yet.
    var isPending: Bool {
        state.withLock { state in
            if case .idle = state { false } else { true }
        }
    }

    /// Begins the work, unless there is some already.
    func start(_ work: @escaping @Sendable () -> Result) {
        let isFree = state.withLock { state in
            guard case .idle = state else { return false }
            state = .going
            return true
        }
        guard isFree else { return }
        lateQueue.async {
            let clock = ContinuousClock()
            let start = clock.now
            let result = work()
            let seconds = start.duration(to: clock.now).seconds
            self.state.withLock { $0 = .done(result, seconds: seconds) }
        }
    }

    /// The result and how long it took, once; nil where there is none yet.
    func take() -> (result: Result, seconds: Double)? {
        state.withLock { state in
            guard case .done(let result, let seconds) = state else { return nil }
            state = .idle
            return (result, seconds)
        }
    }
}

private let lateQueue = DispatchQueue(label: "ballast.dashboard.judging")
