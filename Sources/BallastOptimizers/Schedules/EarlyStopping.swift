/// Tells when validations have stopped to improve.
///
/// Its state is a value that a checkpoint holds. A metric that is NaN is no improvement. `best`
/// starts at an infinity, so a JSON coder must have a strategy for numbers that are not finite.
///
/// Source: Prechelt 1998, "Early stopping - but when?"; the parameters are those of Keras's
/// `EarlyStopping`, with the best weights restored.
public struct EarlyStopping: Codable, Hashable, Sendable {
    public enum Mode: String, Codable, Sendable {
        /// Smaller is better.
        case min
        /// Larger is better.
        case max
    }

    /// What a validation means for the run.
    public enum Verdict: Hashable, Sendable {
        /// The best so far: its weights are the ones to keep.
        case improved
        case goOn
        case stop
    }

    public let mode: Mode
    public let patience: Int
    public let minimumDelta: Double
    public let startEpoch: Int

    public private(set) var best: Double
    /// The number of updates before the best validation; nil while none counted as an improvement.
    public private(set) var bestStep: Int?
    /// Validations since the last improvement.
    public private(set) var badCount = 0

    /// - Parameters:
    ///   - patience: validations without improvement in a row at which to stop, at least 1.
    ///   - minimumDelta: the change that an improvement must exceed, absolute.
    ///   - startEpoch: validations of earlier epochs are not looked at.
    public init(
        mode: Mode = .min, patience: Int, minimumDelta: Double = 0, startEpoch: Int = 0
    ) {
        precondition(patience >= 1, "a patience of \(patience) never waits")
        precondition(minimumDelta >= 0, "a least change of \(minimumDelta)")
        self.mode = mode
        self.patience = patience
        self.minimumDelta = minimumDelta
        self.startEpoch = startEpoch
        best = mode == .min ? .infinity : -.infinity
    }

    /// Whether patience is used up.
    public var isExhausted: Bool { badCount >= patience }

    /// Takes the metric of one validation.
    ///
    /// - Parameters:
    ///   - step: the number of updates before the validation.
    ///   - epoch: the epoch that it belongs to, from 0.
    public mutating func observe(_ metric: Double, step: Int, epoch: Int) -> Verdict {
        guard epoch >= startEpoch else { return .goOn }
        let improves =
            mode == .min ? metric < best - minimumDelta : metric > best + minimumDelta
        if improves {
            (best, bestStep, badCount) = (metric, step, 0)
            return .improved
        }
        badCount += 1
        return isExhausted ? .stop : .goOn
    }
}
