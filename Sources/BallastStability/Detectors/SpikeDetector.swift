import BallastEvents

/// Finds spikes in a stream of losses or gradient norms, one value at a time.
///
/// A value is compared with the median of the last calm values; the spread of such residuals, in
/// logarithms, says what is usual. So neither a steep decline nor a noisy stream is a spike: the
/// one has negative residuals, the other wide ones. The spread is the widest of three: that of the
/// whole window, that of the last residuals (which a sudden drop widens at once) and that of the
/// upper tail (which small batches with a few hard samples make heavy). High values and values
/// that are not finite never enter a window.
///
/// After a rise of the learning rate, as at a warm restart, a loss may go back up to where it
/// began.
///
/// - Complexity: O(window) moves of memory a value, no allocation once the windows are full.
public struct SpikeDetector: Codable, Hashable, Sendable {
    public let rule: SpikeRule
    /// What guessing costs, `ln K`, where that is known.
    public let guessingLoss: Double?
    /// The spike that lasts, confirmed or not.
    public private(set) var open: Spike?

    private var levels: RobustWindow
    private var residuals: RobustWindow
    private var latest: RobustWindow
    private var rates: [Double] = []
    /// Values for which a risen rate excuses a loss as high as at the start.
    private var excused = 0
    private var early: [Double] = []
    private var calm = 0
    private var resumeStep: Int?

    /// Steps over which a rise of the rate is looked for.
    private static let rateSpan = 10
    /// What the rate must rise by within them.
    private static let rateRise = 1.5
    /// Values that a level is made of before it counts as the stream's early level.
    private static let earlyCount = 8

    public init(_ rule: SpikeRule, guessingLoss: Double? = nil) {
        self.rule = rule
        self.guessingLoss = guessingLoss
        levels = RobustWindow(rule.levelWindow)
        residuals = RobustWindow(rule.window)
        latest = RobustWindow(max(4, min(16, rule.window / 4)))
    }

    /// The median of the last calm values; nil before the first.
    public var level: Double? { levels.median }

    /// Whether there is enough history to judge a value by its spread.
    public var isArmed: Bool { residuals.count >= rule.minimumHistory }

    /// What the stream began with: guessing, where that is known, else its first values.
    private var start: Double? { guessingLoss ?? early.median }

    private var offset: Double { rule.softening * (start ?? 0) }

    /// Judges a value without taking it up.
    public func reading(of value: Double) -> SpikeReading {
        let (level, allowed) = (level, allowed)
        guard value.isFinite else {
            return SpikeReading(
                value: value, level: level, score: .infinity, threshold: rule.threshold,
                ratio: .infinity, allowed: allowed, isHigh: true, isExtreme: true)
        }
        guard isArmed, let level, let middle = residuals.median else {
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
    public var allowed: Double {
        guard isArmed, let level, let middle = residuals.median else {
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

    /// The spread of calm residuals: the widest of the ways to see it.
    private var spread: Double {
        let middle = residuals.median ?? 0
        let tail = (residuals.quantile(0.95) ?? 0) - middle
        return max(
            1.4826 * residuals.medianDistance(from: middle),
            1.4826 * latest.medianDistance(from: middle), tail / 1.645, 1e-3)
    }

    private func excess(_ value: Double, over level: Double) -> Double {
        let floor = 1e-12
        return (max(value + offset, floor) / max(level + offset, floor)).logarithm
    }

    /// Takes up the next value.
    ///
    /// - Parameter learningRate: that of its step, where it is known.
    /// - Returns: the spike that this value ended.
    @discardableResult
    public mutating func take(
        _ value: Double, at step: Int, learningRate: Double? = nil
    ) -> Spike? {
        if let learningRate { follow(learningRate) }
        let reading = reading(of: value)
        if open != nil { return goOn(reading, step) }
        guard reading.isHigh else {
            accept(value)
            return nil
        }
        calm = 0
        open = Spike(
            onset: step, peakStep: step, peak: value.isFinite ? value : .infinity,
            level: reading.level, score: reading.score, threshold: reading.threshold,
            allowed: reading.allowed, lastStep: step, values: 1, highValues: 1,
            hasNonFinite: !value.isFinite,
            isConfirmed: reading.isExtreme || rule.confirmingValues <= 1)
        return nil
    }

    /// Says that the run went on from a checkpoint of that step.
    public mutating func resumed(after step: Int) {
        resumeStep = step
    }

    /// The spike that still lasts where the stream ends.
    public func unfinished() -> Spike? {
        guard var spike = open else { return nil }
        spike.outcome = isResumeArtefact(spike) ? .resumeArtefact : .noRecovery
        return spike
    }

    /// Forgets the spike that lasts, such as after a roll-back to before it.
    public mutating func dismiss() {
        open = nil
        calm = 0
    }

    private mutating func goOn(_ reading: SpikeReading, _ step: Int) -> Spike? {
        guard var spike = open else { return nil }
        spike.values += 1
        calm = isCalm(reading, spike) ? calm + 1 : 0
        if calm == 0 { spike.lastStep = step }
        if confirms(reading) { spike.highValues += 1 }
        if !reading.value.isFinite { spike.hasNonFinite = true }
        if reading.value.isFinite && (!spike.peak.isFinite || reading.value > spike.peak) {
            (spike.peak, spike.peakStep) = (reading.value, step)
        }
        spike.score = max(spike.score, reading.score)
        spike.isConfirmed =
            spike.isConfirmed || reading.isExtreme || spike.highValues >= rule.confirmingValues
        open = spike
        if calm >= rule.calmValues {
            accept(reading.value)
            let recovery = spike.values - calm
            return close(recovery <= rule.fastRecovery ? .fastRecovery : .slowRecovery)
        }
        guard spike.values >= rule.window, reading.value.isFinite else { return nil }
        // What lasts this long is the new level.
        forgetHistory()
        return close(.noRecovery)
    }

    /// Whether a value speaks for a spike that has begun: high, or at least half-way there.
    private func confirms(_ reading: SpikeReading) -> Bool {
        reading.isHigh || reading.score > reading.threshold / 2 && reading.ratio > rule.ratio
    }

    /// Whether a value is back at the level before the spike.
    private func isCalm(_ reading: SpikeReading, _ spike: Spike) -> Bool {
        guard reading.value.isFinite else { return false }
        guard let level = spike.level else { return !reading.isHigh }
        let slack = isArmed ? max(0.25, 3 * spread) : 0.25
        return excess(reading.value, over: level) <= min(slack, rule.ratio.logarithm + 0.25)
    }

    private mutating func close(_ outcome: SpikeOutcome) -> Spike? {
        guard var spike = open else { return nil }
        dismiss()
        spike.outcome = isResumeArtefact(spike) ? .resumeArtefact : outcome
        return spike
    }

    private func isResumeArtefact(_ spike: Spike) -> Bool {
        guard let resumeStep else { return false }
        return spike.onset > resumeStep && spike.onset <= resumeStep + 3
    }

    private mutating func accept(_ value: Double) {
        if early.count < Self.earlyCount { early.append(value) }
        if let level {
            let residual = excess(value, over: level)
            residuals.append(residual)
            latest.append(residual)
        }
        levels.append(value)
        excused = max(0, excused - 1)
    }

    private mutating func follow(_ rate: Double) {
        if let oldest = rates.first, rate > Self.rateRise * oldest { excused = rule.window / 2 }
        if rates.count == Self.rateSpan { rates.removeFirst() }
        rates.append(rate)
    }

    private mutating func forgetHistory() {
        levels.removeAll()
        residuals.removeAll()
        latest.removeAll()
    }
}
