/// The recent course of a stream, and what it allows the next value to be.
struct SpikeCourse: Codable, Hashable, Sendable {
    let rule: SpikeRule
    /// What guessing costs, `ln K`, where that is known.
    let guessingLoss: Double?
    /// The median of the last calm values; nil before the first.
    private(set) var level: Double?

    private var levels: RobustWindow
    private var residuals: RobustWindow
    private var latest: RobustWindow
    /// The median of the residuals: below 0 while the stream falls.
    private var middle = 0.0
    /// The spread of calm residuals: the widest of the ways to see it.
    private var spread = 1e-3
    private var rates: [Double] = []
    /// Values for which a risen rate excuses a loss as high as at the start.
    private var excused = 0
    private var early: [Double] = []
    /// What the stream began with: guessing, where that is known, else its first values.
    private var start: Double?

    /// Steps over which a rise of the rate is looked for.
    private static let rateSpan = 10
    /// What the rate must rise by within them.
    private static let rateRise = 1.5
    /// Values that the stream's early level is the median of.
    private static let earlyCount = 8

    init(_ rule: SpikeRule, guessingLoss: Double?) {
        self.rule = rule
        self.guessingLoss = guessingLoss
        start = guessingLoss
        levels = RobustWindow(rule.levelWindow)
        residuals = RobustWindow(rule.window)
        latest = RobustWindow(max(4, min(16, rule.window / 4)))
    }

    /// Whether there is enough history to judge a value by its spread.
    var isArmed: Bool { residuals.count >= rule.minimumHistory }

    private var offset: Double { rule.softening * (start ?? 0) }

    /// How a value stands against the course.
    func reading(of value: Double) -> SpikeReading {
        let (level, allowed) = (level, allowed)
        guard value.isFinite else {
            return SpikeReading(
                value: value, level: level, score: .infinity, threshold: rule.threshold,
                ratio: .infinity, allowed: allowed, isHigh: true, isExtreme: true)
        }
        guard isArmed, let level else {
            return earlyReading(value, level: level)
        }
        let excess = self.excess(value, over: level)
        let score = (excess - middle) / spread
        let ratio = excess.exponential
        let isHigh = value > allowed
        return SpikeReading(
            value: value, level: level, score: score, threshold: threshold, ratio: ratio,
            allowed: allowed, isHigh: isHigh,
            isExtreme: isHigh && score > 1.5 * threshold && ratio > rule.ratio * rule.ratio)
    }

    /// The score from which on a value is high; a short history says less about the spread.
    private var threshold: Double {
        rule.threshold * (1 + 5 / Double(max(1, residuals.count)))
    }

    /// The highest value that passes now.
    var allowed: Double {
        guard isArmed, let level else {
            return earlyAllowance
        }
        let ceiling = excused > 0 ? max(level, start ?? level) : level
        let byRatio = rule.ratio * (ceiling + offset) - offset
        let bySpread = (level + offset) * (middle + threshold * spread).exponential - offset
        return max(byRatio, bySpread)
    }

    /// The highest value that passes without history: a multiple of what guessing costs, or, where
    /// every value is a mean over many samples, one that left both its level and guessing behind.
    private var earlyAllowance: Double {
        guard let startingPoint, startingPoint > 0, rule.absoluteRatio.isFinite else {
            return .infinity
        }
        let absolute = rule.absoluteRatio * startingPoint
        guard !rule.startsUntrained, let guessingLoss, let level, levels.count > 1 else {
            return absolute
        }
        return min(absolute, max(rule.ratio * rule.ratio * level, 1.2 * guessingLoss))
    }

    /// What a value without history is measured against.
    private var startingPoint: Double? {
        let first = rule.startsUntrained ? level : nil
        guard let guessingLoss else { return first }
        return max(guessingLoss, first ?? 0)
    }

    /// Without history only what costs far more than guessing is high.
    private func earlyReading(_ value: Double, level: Double?) -> SpikeReading {
        let isUntrained = rule.startsUntrained && level == nil
        let isHigh = !isUntrained && value > allowed
        let ratio = startingPoint.map { value / max($0, 1e-12) } ?? 1
        return SpikeReading(
            value: value, level: level, score: 0, threshold: rule.absoluteRatio, ratio: ratio,
            allowed: allowed, isHigh: isHigh, isExtreme: isHigh && ratio > 2 * rule.absoluteRatio)
    }

    private func excess(_ value: Double, over level: Double) -> Double {
        let floor = 1e-12
        return (max(value + offset, floor) / max(level + offset, floor)).logarithm
    }

    /// Whether a value is back at a level from before.
    func isBack(_ value: Double, at level: Double) -> Bool {
        let slack = isArmed ? max(0.25, 3 * spread) : 0.25
        return excess(value, over: level) <= min(slack, rule.ratio.logarithm + 0.25)
    }

    /// Takes a calm value into the windows.
    ///
    /// - Precondition: the value is finite.
    mutating func accept(_ value: Double) {
        if early.count < Self.earlyCount {
            early.append(value)
            start = guessingLoss ?? early.median
        }
        if let level {
            let residual = excess(value, over: level)
            residuals.append(residual)
            latest.append(residual)
            measure()
        }
        levels.append(value)
        level = levels.median
        excused = max(0, excused - 1)
    }

    /// Hears of the learning rate, whose rise excuses a loss that goes up.
    mutating func follow(_ rate: Double) {
        if let oldest = rates.first, rate > Self.rateRise * oldest { excused = rule.window / 2 }
        if rates.count == Self.rateSpan { rates.removeFirst() }
        rates.append(rate)
    }

    /// Begins anew, but for what the stream began with.
    mutating func forget() {
        levels.removeAll()
        residuals.removeAll()
        latest.removeAll()
        (level, middle, spread) = (nil, 0, 1e-3)
    }

    private mutating func measure() {
        middle = residuals.median ?? 0
        let tail = (residuals.quantile(0.95) ?? 0) - middle
        spread = max(
            1.4826 * residuals.medianDistance(from: middle),
            1.4826 * latest.medianDistance(from: middle), tail / 1.645, 1e-3)
    }
}
