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
    /// The spike that lasts, confirmed or not.
    public private(set) var open: Spike?

    private var course: SpikeCourse
    private var calm = 0
    private var resumeStep: Int?

    public init(_ rule: SpikeRule, guessingLoss: Double? = nil) {
        course = SpikeCourse(rule, guessingLoss: guessingLoss)
    }

    /// The median of the last calm values; nil before the first.
    public var level: Double? { course.level }

    /// Whether there is enough history to judge a value by its spread.
    public var isArmed: Bool { course.isArmed }

    /// The highest value that passes now.
    public var allowed: Double { course.allowed }

    /// Judges a value without taking it up.
    public func reading(of value: Double) -> SpikeReading { course.reading(of: value) }

    /// Takes up the next value.
    ///
    /// - Parameter learningRate: that of its step, where it is known.
    /// - Returns: the spike that this value ended.
    @discardableResult
    public mutating func take(
        _ value: Double, at step: Int, learningRate: Double? = nil
    ) -> Spike? {
        if let learningRate { expect(learningRate: learningRate) }
        return take(reading(of: value), at: step)
    }

    /// Says the rate of the step whose value comes next.
    public mutating func expect(learningRate: Double) {
        course.follow(learningRate)
    }

    /// Takes up a value that was judged already.
    @discardableResult
    public mutating func take(_ reading: SpikeReading, at step: Int) -> Spike? {
        let value = reading.value
        if open != nil { return goOn(reading, step) }
        guard reading.isHigh else {
            course.accept(value)
            return nil
        }
        calm = 0
        open = Spike(
            onset: step, peakStep: step, peak: value.isFinite ? value : .infinity,
            level: reading.level, score: reading.score, threshold: reading.threshold,
            allowed: reading.allowed, lastStep: step, values: 1, highValues: 1,
            hasNonFinite: !value.isFinite,
            isConfirmed: reading.isExtreme || course.rule.confirmingValues <= 1)
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
            spike.isConfirmed || reading.isExtreme
            || spike.highValues >= course.rule.confirmingValues
        open = spike
        if calm >= course.rule.calmValues {
            course.accept(reading.value)
            let recovery = spike.values - calm
            return close(recovery <= course.rule.fastRecovery ? .fastRecovery : .slowRecovery)
        }
        guard spike.values >= course.rule.window, reading.value.isFinite else { return nil }
        // What lasts this long is the new level.
        course.forget()
        return close(.noRecovery)
    }

    /// Whether a value speaks for a spike that has begun: high, or at least half-way there.
    private func confirms(_ reading: SpikeReading) -> Bool {
        reading.isHigh || reading.score > reading.threshold / 2 && reading.ratio > course.rule.ratio
    }

    /// Whether a value is back at the level before the spike.
    private func isCalm(_ reading: SpikeReading, _ spike: Spike) -> Bool {
        guard reading.value.isFinite else { return false }
        guard let level = spike.level else { return !reading.isHigh }
        return course.isBack(reading.value, at: level)
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
}
