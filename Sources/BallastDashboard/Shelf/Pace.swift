/// Lets work that takes long be done less often, so that it takes a small share of the time.
struct Pace {
    private let share: Double
    private var next = 0.0

    /// - Parameter share: of the time, at most.
    init(share: Double = 0.1) {
        self.share = share
    }

    func isDue(_ now: Double) -> Bool { now >= next }

    mutating func note(from start: Double, to end: Double) {
        next = end + max(0, end - start) * (1 / share - 1)
    }
}
