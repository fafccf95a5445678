/// What a detector can see in a record, before anything is said about its cause.
public enum Symptom: String, Codable, Hashable, Sendable, CaseIterable {
    /// A loss or gradient norm far above its recent course.
    case spike
    /// A value that is not a number or infinite.
    case nonFinite = "non-finite"
    /// A loss that ends far above its best level, without returning.
    case divergence
    /// A loss that never gets below what guessing costs.
    case notLearning = "not-learning"
    /// A loss that nothing in the record calls broken, but that one change of the run makes much
    /// lower.
    case slowLearning = "slow-learning"
    /// A training loss that stays far noisier or higher than its course allows, without one spike.
    case unstable
    /// Validation in evaluation mode far above the same weights normalized by batch statistics.
    case modeGap = "mode-gap"
    /// A validation loss that rises slowly while the training loss falls.
    case generalizationGap = "generalization-gap"
    /// A validation loss that moves no more than the sampling of its images explains.
    case noisyValidation = "noisy-validation"
    /// A rate that changes by a factor of two or more between two steps.
    case rateJump = "rate-jump"
    /// Batches whose labels are not drawn from the whole set, or the same batches every epoch.
    case skewedOrder = "skewed-order"
    /// Pixels that are far from mean 0 and deviation 1.
    case inputScale = "input-scale"
    /// A layer most of whose channels are zero for all inputs.
    case deadUnits = "dead-units"
    /// Gradients that shrink from layer to layer down to nothing.
    case vanishingGradient = "vanishing-gradient"
    /// Gradients that grow from layer to layer before any update was made.
    case explodingGradient = "exploding-gradient"
    /// Updates that are large beside the weights.
    case largeUpdates = "large-updates"
    /// A gradient that is large beside the second moment that scales it.
    case secondMomentSurge = "second-moment-surge"
    /// A run that ended, or a rate that was cut, while the loss was still going down.
    case stoppedWhileImproving = "stopped-while-improving"
}
