/// How much a search may spend, in seconds or in training steps, and how much it has spent.
///
/// A budget in steps gives the same result on every machine. Shares of a budget spend from it.
public final class EffortBudget {
    public enum Limit: Hashable, Sendable {
        case seconds(Double)
        case steps(Int)
        case none
    }

    public let limit: Limit
    private let parent: EffortBudget?
    private let now: () -> Double
    private let shouldStop: () -> Bool
    private let start: Double
    /// From when on the pace is taken.
    private var paceOrigin: (seconds: Double, steps: Int) = (0, 0)
    /// Training steps spent; a Hessian-vector product counts as two.
    public private(set) var steps = 0

    /// - Parameters:
    ///   - now: seconds from any origin.
    ///   - shouldStop: asked before every step; true ends the search as a spent budget does.
    public convenience init(
        _ limit: Limit, now: @escaping () -> Double, shouldStop: @escaping () -> Bool = { false }
    ) {
        self.init(limit, parent: nil, now: now, shouldStop: shouldStop)
    }

    private init(
        _ limit: Limit, parent: EffortBudget?, now: @escaping () -> Double,
        shouldStop: @escaping () -> Bool
    ) {
        self.limit = limit
        self.parent = parent
        self.now = now
        self.shouldStop = shouldStop
        start = now()
    }

    /// Seconds since the budget was made.
    public var seconds: Double { now() - start }

    public func spend(steps count: Int) {
        steps += count
        parent?.spend(steps: count)
    }

    /// Takes the pace from now on: what was spent before was for getting ready.
    public func beginPace() {
        paceOrigin = (seconds, steps)
    }

    /// Seconds of a step, by the pace so far; nil where no step has been made to tell it by.
    public var secondsPerStep: Double? {
        let (time, made) = (seconds - paceOrigin.seconds, steps - paceOrigin.steps)
        return made > 0 && time > 0 ? time / Double(made) : nil
    }

    /// Whether a person asked for an end, rather than time or steps running out.
    public var isInterrupted: Bool { shouldStop() }

    /// Whether nothing more should be begun.
    public var isSpent: Bool {
        if shouldStop() { return true }
        if let parent, parent.isSpent { return true }
        return switch limit {
        case .seconds(let allowed): seconds >= allowed
        case .steps(let allowed): steps >= allowed
        case .none: false
        }
    }

    /// About how many more steps there is room for, at the pace so far; nil where there is no
    /// limit, or no step has been made to tell the pace by.
    public var affordableSteps: Int? {
        let own: Int?
        switch limit {
        case .steps(let allowed): own = max(0, allowed - steps)
        case .seconds(let allowed):
            own = secondsPerStep.map { Int(min(1e9, max(0, allowed - seconds) / $0)) }
        case .none: own = nil
        }
        return [own, parent?.affordableSteps].compactMap { $0 }.min()
    }

    /// A budget from now on of that fraction of the whole, spent from this one.
    public func share(_ fraction: Double) -> EffortBudget {
        let part: Limit =
            switch limit {
            case .seconds(let allowed): .seconds(allowed * fraction)
            case .steps(let allowed): .steps(Int((Double(allowed) * fraction).rounded()))
            case .none: .none
            }
        return EffortBudget(part, parent: self, now: now, shouldStop: shouldStop)
    }
}
