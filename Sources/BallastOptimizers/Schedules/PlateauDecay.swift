/// Lowers the rate when a validation metric stops to improve (`ReduceLROnPlateau`).
///
/// The one schedule that depends on what was measured: its state is a value that a checkpoint
/// holds. A metric that is NaN is no improvement. `best` starts at an infinity, so a JSON coder
/// must have a strategy for numbers that are not finite.
public struct PlateauDecay: Codable, Hashable, Sendable {
    public enum Mode: String, Codable, Sendable {
        /// Smaller is better.
        case min
        /// Larger is better.
        case max
    }

    public enum ThresholdMode: String, Codable, Sendable {
        case relative
        case absolute
    }

    public let mode: Mode
    public let factor: Double
    public let patience: Int
    public let threshold: Double
    public let thresholdMode: ThresholdMode
    public let cooldown: Int
    public let minimum: Double
    /// A smaller reduction than this is not made.
    public let epsilon: Double

    public private(set) var learningRate: Double
    public private(set) var best: Double
    public private(set) var badCount = 0
    public private(set) var cooldownLeft = 0

    /// - Parameters:
    ///   - base: the learning rate to begin with.
    ///   - factor: what the rate is multiplied by, below 1.
    ///   - patience: validations without improvement that are let pass.
    ///   - threshold: the change, relative or absolute, below which a metric is no improvement.
    ///   - cooldown: validations after a reduction during which none counts as bad.
    ///   - minimum: the rate below which none is set.
    public init(
        base: Double, mode: Mode = .min, factor: Double = 0.1, patience: Int = 10,
        threshold: Double = 1e-4, thresholdMode: ThresholdMode = .relative, cooldown: Int = 0,
        minimum: Double = 0, epsilon: Double = 1e-8
    ) {
        precondition(factor < 1, "factor \(factor) does not lower the rate")
        self.mode = mode
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.thresholdMode = thresholdMode
        self.cooldown = cooldown
        self.minimum = minimum
        self.epsilon = epsilon
        learningRate = base
        best = mode == .min ? .infinity : -.infinity
    }

    /// Takes the metric of one validation and returns the rate from now on.
    public mutating func step(metric: Double) -> Double {
        if improves(metric) {
            best = metric
            badCount = 0
        } else {
            badCount += 1
        }
        if cooldownLeft > 0 {
            cooldownLeft -= 1
            badCount = 0
        }
        if badCount > patience {
            let lower = Swift.max(learningRate * factor, minimum)
            if learningRate - lower > epsilon { learningRate = lower }
            cooldownLeft = cooldown
            badCount = 0
        }
        return learningRate
    }

    private func improves(_ metric: Double) -> Bool {
        switch (mode, thresholdMode) {
        case (.min, .relative): metric < best * (1 - threshold)
        case (.min, .absolute): metric < best - threshold
        case (.max, .relative): metric > best * (1 + threshold)
        case (.max, .absolute): metric > best + threshold
        }
    }
}
