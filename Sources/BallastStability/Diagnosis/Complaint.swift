import BallastEvents

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What has to be explained: a loss that stands above where it should be, over some steps.
public struct Complaint: Hashable, Sendable {
    public var symptom: Symptom
    public var channel: Channel
    /// The first step that shows it.
    public var onset: Int
    /// The steps over which its damage is measured.
    public var window: ClosedRange<Int>
    /// The loss above which a step is damaged.
    public var reference: Double
    /// Where the run is compared with itself step by step: the share of the control's loss above
    /// which a step is damaged, in the place of ``reference``.
    public var relative: Double?

    public init(
        symptom: Symptom, channel: Channel, onset: Int, window: ClosedRange<Int>, reference: Double,
        relative: Double? = nil
    ) {
        self.symptom = symptom
        self.channel = channel
        self.onset = onset
        self.window = window
        self.reference = reference
        self.relative = relative
    }

    /// The same complaint over twice as many steps, where it is one of a run that learns nothing
    /// and may learn later; nil where it is not, or nothing is left to add.
    func lengthened(upTo end: Int) -> Complaint? {
        let last = min(end, onset + 2 * (window.upperBound - onset))
        guard symptom == .notLearning, last > window.upperBound else { return nil }
        var longer = self
        longer.window = (onset + (last - onset) * 2 / 3)...last
        return longer
    }

    /// The same complaint for a run with another seed, which may begin at a higher loss: what comes
    /// down from there is no spike.
    func ofAnotherSeed(_ control: RunRecord) -> Complaint {
        guard symptom == .spike, channel == .trainLoss, window.contains(2),
            let first = control[channel].values.first, first.isFinite
        else { return self }
        var higher = self
        higher.reference = max(reference, first)
        return higher
    }

    /// The most that one step counts: a loss ten times the reference, which also stands for a loss
    /// that is not finite and for a step that was never reached. A loss beyond that has lost
    /// everything, and how far beyond says nothing: a change that leaves it there cures nothing.
    public static let worst = 2.302585092994046

    /// A loss as good as zero.
    private static let least = 1e-9

    /// The mean of `log(loss / reference)` over the window, where it is above 0.
    ///
    /// The logarithm keeps one enormous value from outweighing all others.
    ///
    /// - Parameter control: whose points say at which steps to look.
    /// - Returns: nil where the control has no point in the window.
    public func damage(of record: RunRecord, control: RunRecord) -> Double? {
        let damages = self.damages(of: record, control: control)
        return damages.isEmpty ? nil : damages.reduce(0, +) / Double(damages.count)
    }

    /// The damage of each of the control's points in the window.
    public func damages(of record: RunRecord, control: RunRecord) -> [Double] {
        let measured = record[channel].within(window)
        let values = Dictionary(
            zip(measured.steps, measured.values), uniquingKeysWith: { $1 })
        let reached = record.lastStep
        // What a rule has stopped stays as good as it was at its best.
        let kept =
            record.status == .completed
            ? record[channel].values.filter(\.isFinite).min() : nil
        let own = relative == nil ? Series() : control[channel].within(window)
        let controls = Dictionary(zip(own.steps, own.values), uniquingKeysWith: { $1 })
        return expectedSteps(control).compactMap { step in
            let reference =
                relative.flatMap { share in controls[step].map { share * $0 } }
                ?? reference
            guard let value = values[step] ?? (step > reached ? kept : nil) else {
                // A replay that passed a batch over has no point there and is not to blame.
                return step <= reached ? nil : Self.worst
            }
            guard value.isFinite else { return Self.worst }
            return min(Self.worst, max(0, log(value / max(reference, Self.least))))
        }
    }

    /// The steps at which the channel is measured, also behind the end of a control that broke off.
    private func expectedSteps(_ control: RunRecord) -> [Int] {
        let points = control[channel].within(window).steps
        let isCut = control.endedNonFinite || control.status == .completed
        let all = control[channel].steps
        guard isCut, let last = points.last ?? all.last, last < window.upperBound else {
            return points
        }
        let spacing = all.count > 1 ? max(1, all[1] - all[0]) : 1
        let missing = stride(from: last + spacing, through: window.upperBound, by: spacing)
        return points + missing.filter { $0 >= window.lowerBound }
    }
}

extension RunRecord {
    /// Whether the record breaks off because an update was not finite.
    public var endedNonFinite: Bool {
        if status == .diverged { return true }
        return !(self[.trainLoss].values.last?.isFinite ?? true)
    }
}
