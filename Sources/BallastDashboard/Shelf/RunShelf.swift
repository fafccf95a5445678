import BallastLogs
import Dispatch
import ServiceLifecycle
import Synchronization

/// The runs below a folder, read in the background and looked at by whoever serves a page.
///
/// Reading has a queue of its own, so that a journal of hundreds of megabytes delays no answer. It
/// rests while nobody has asked for anything for a while.
final class RunShelf: Service {
    private struct State {
        var view = ShelfView()
        /// Until when somebody looks at a run.
        var wanted: [RunKey: Double] = [:]
        var lastRequest = -Double.infinity
        var looksBegun = 0
        var isLooking = false
        /// Whether somebody has asked since the look began.
        var isAskedAgain = false
        var hasEnded = false
    }

    private let state = Mutex(State())
    private let keeper: Mutex<ShelfKeeper>
    private let queue = DispatchQueue(label: "ballast.dashboard.reading")
    private let clock: @Sendable () -> Double

    /// Between two looks.
    private static let period = Duration.milliseconds(400)
    /// The files are not looked at when nobody has asked for so many seconds.
    private static let interest = 15.0
    /// For so many seconds a run whose page was asked for is read in detail.
    private static let wanting = 15.0
    private static let wait = Duration.milliseconds(3)

    /// - Parameter clock: seconds since 1970-01-01 UTC.
    init(
        _ enclosure: Enclosure, options: LogOptions = LogOptions(),
        clock: @escaping @Sendable () -> Double
    ) {
        keeper = Mutex(ShelfKeeper(enclosure, options: options, clock: clock))
        self.clock = clock
    }

    /// Looks again and again, until the server ends.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if self.isWatched { self.startLook(isAsked: false) }
                try? await Task.sleep(for: Self.period)
            }
        }
        state.withLock { $0.hasEnded = true }
    }

    /// Whether the server is ending, so that streams should too.
    var hasEnded: Bool { state.withLock(\.hasEnded) }

    /// What was read last.
    var view: ShelfView { state.withLock(\.view) }

    /// All runs as they are now, or as far as that can be told in time.
    func list(within limit: Duration) async -> ShelfView {
        let look = ask(for: nil)
        return await view(within: limit) { $0.looks >= look && $0.isCaughtUp }
    }

    /// Some runs with their details, as far as these can be had in time.
    func runs(_ keys: [RunKey], within limit: Duration) async -> [ShelvedRun] {
        var look = 0
        for key in keys { look = ask(for: key) }
        return await view(within: limit) { view in
            view.looks >= look
                && keys.allSatisfy { key in
                    guard let run = view.run(key) else { return true }
                    return run.detail.map { !$0.isBehind } ?? (run.summary.trouble != nil)
                }
        }.runs(keys)
    }

    /// Says that somebody goes on looking at runs.
    func note(_ keys: [RunKey]) {
        let now = clock()
        state.withLock { state in
            state.lastRequest = now
            for key in keys { state.wanted[key] = now + Self.wanting }
        }
    }

    /// - Returns: the number of the first look that begins after this.
    private func ask(for key: RunKey?) -> Int {
        note(key.map { [$0] } ?? [])
        let look = state.withLock { $0.looksBegun + 1 }
        startLook()
        return look
    }

    private var isWatched: Bool {
        let now = clock()
        return state.withLock { now - $0.lastRequest < Self.interest }
    }

    private func view(
        within limit: Duration, until isEnough: (ShelfView) -> Bool
    ) async -> ShelfView {
        let deadline = ContinuousClock.now.advanced(by: limit)
        var found = view
        while !isEnough(found), ContinuousClock.now < deadline, !Task.isCancelled {
            try? await Task.sleep(for: Self.wait)
            found = view
        }
        return found
    }

    /// Begins a look, at once or when the one that goes on has ended.
    private func startLook(isAsked: Bool = true) {
        let isFree = state.withLock { state in
            if isAsked { state.isAskedAgain = state.isLooking }
            guard !state.isLooking, !state.hasEnded else { return false }
            state.isLooking = true
            return true
        }
        guard isFree else { return }
        queue.async { self.look() }
    }

    private func look() {
        let now = clock()
        let (number, wanted) = state.withLock { state in
            state.looksBegun += 1
            state.isAskedAgain = false
            state.wanted = state.wanted.filter { $0.value >= now }
            return (state.looksBegun, Set(state.wanted.keys))
        }
        let isCaughtUp = keeper.withLock { keeper in
            keeper.look(number, wanted: wanted) { view in state.withLock { $0.view = view } }
        }
        let isAgain = state.withLock { state in
            state.isLooking = (state.isAskedAgain || !isCaughtUp) && !state.hasEnded
            return state.isLooking
        }
        if isAgain { queue.async { self.look() } }
    }
}
