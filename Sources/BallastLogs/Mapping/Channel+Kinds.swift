import BallastEvents

extension Channel {
    /// Whether the channel is a share of right answers.
    var isAccuracy: Bool { self == .trainAccuracy || self == .validationAccuracy }

    /// Whether the channel is a loss.
    var isLoss: Bool { self == .trainLoss || self == .validationLoss }
}
