#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The learning-rate range test: a training whose rate sweeps from low to high, with real updates.
///
/// It ends early where the loss diverges. It shows at which rates the loss falls and beyond which
/// it cannot be held; but each rate has one iteration only and begins where lower rates have led,
/// so that the rate of divergence is mostly above that of a training at a constant rate.
///
/// Source: Smith 2017, "Cyclical learning rates for training neural networks", section 3.3; fastai
/// for the exponential sweep and the end at four times the lowest loss.
public struct RangeTest: Hashable, Sendable {
    /// How many times its lowest the smoothed loss may be.
    public static let divergenceFactor = 4.0

    public enum Sweep: String, CaseIterable, Codable, Sendable {
        case exponential
        case linear
    }

    /// The first rate.
    public var from = 1e-6
    /// The last rate.
    public var to = 10.0
    /// Iterations from the first to the last rate.
    public var points = 100
    public var sweep = Sweep.exponential
    /// β of ``SmoothedLoss``: the average lags β / (1 − β) points behind.
    public var smoothing = 0.8
    /// Whether the validation data is evaluated after every point.
    public var validates = false

    public init() {}

    /// The rate of a point, counted from 0.
    public func learningRate(at index: Int) -> Double {
        precondition(points >= 2 && from > 0 && to > from, "the sweep goes nowhere")
        let share = Double(index) / Double(points - 1)
        return switch sweep {
        case .exponential: from * pow(to / from, share)
        case .linear: from + (to - from) * share
        }
    }

    /// Sweeps once, from the start of the training with that seed.
    ///
    /// - Parameter observe: called after every point with how many there are.
    /// - Throws: what compilation and the data throw.
    public func curve(
        of training: TrialTraining, seed: UInt64, spending budget: EffortBudget,
        observe: (RangePoint, Int) -> Void = { _, _ in }
    ) throws -> RangeCurve {
        try training.begin(seed: seed)
        var curve = RangeCurve(seed: seed, points: [], ending: .completed)
        var smoothed = SmoothedLoss(smoothing: smoothing)
        var lowest = Double.infinity
        for index in 0..<points {
            guard !budget.isSpent else {
                curve.ending = .stopped
                return curve
            }
            let rate = learningRate(at: index)
            let step = try training.step(learningRate: rate, spending: budget)
            let average = smoothed.add(step.loss)
            let validation =
                validates && step.isFinite
                ? try training.setup.validator.totals(of: training.setup.engine).loss : nil
            let point = RangePoint(
                learningRate: rate, loss: step.loss, smoothedLoss: average,
                validationLoss: validation)
            curve.points.append(point)
            observe(point, curve.points.count)
            guard step.isFinite else {
                curve.ending = .nonFinite
                return curve
            }
            if average > Self.divergenceFactor * lowest {
                curve.ending = .diverged
                return curve
            }
            lowest = min(lowest, average)
        }
        return curve
    }
}
