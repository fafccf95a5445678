import BallastCore

/// A tensor that outlives a step: a parameter, a running statistic, a moment of the optimizer.
public struct StateSlot: Hashable, Sendable, Codable {
    public enum Kind: String, Sendable, Codable {
        case parameter
        /// Running mean and variance of a normalization layer.
        case runningStatistic
        case optimizer
        /// An average over the trajectory of a parameter.
        case average
        /// The gradient of a parameter; recomputed each step, never saved.
        case gradient
    }

    public let kind: Kind
    /// For a parameter or statistic its name in the model; for the others the role and the
    /// parameter, such as `momentum/conv1.weight`.
    public let name: String
    public let shape: Shape
    /// The parameter whose memory layout this slot shares, so that an update needs no reorders.
    public let parameter: String

    public init(_ kind: Kind, _ name: String, shape: Shape, parameter: String? = nil) {
        self.kind = kind
        self.name = name
        self.shape = shape
        self.parameter = parameter ?? name
    }

    /// The slot that holds the gradient of this parameter.
    public var gradient: StateSlot {
        StateSlot(.gradient, name, shape: shape, parameter: parameter)
    }
}
