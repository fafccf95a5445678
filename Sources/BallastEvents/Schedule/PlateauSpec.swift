/// The parameters of `plateau`, which lowers the rate when validation stops to improve.
///
/// The names and defaults are those of PyTorch's `ReduceLROnPlateau`. Its patience and cooldown
/// count validations.
public struct PlateauSpec: Hashable, Sendable {
    public enum Mode: String, Sendable, CaseIterable {
        /// A smaller validation loss is better.
        case min
        /// A larger validation accuracy is better.
        case max
    }

    public enum ThresholdMode: String, Sendable, CaseIterable {
        /// The threshold is a fraction of the best value so far.
        case rel
        /// The threshold is a difference from the best value so far.
        case abs
    }

    public var mode = Mode.min
    /// What the rate is multiplied by, in 0 … 1.
    public var factor = 0.1
    /// Validations without improvement that are let pass.
    public var patience = 10
    /// The change below which a validation is no improvement.
    public var threshold = 1e-4
    public var thresholdMode = ThresholdMode.rel
    /// Validations after a reduction during which none counts as bad.
    public var cooldown = 0
    /// The rate below which none is set.
    public var minimum = 0.0

    public init() {}
}
