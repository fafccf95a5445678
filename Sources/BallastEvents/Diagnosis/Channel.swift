/// A quantity of a run over its steps.
public enum Channel: String, Codable, Hashable, Sendable, CaseIterable {
    /// The mean loss of the training batch, before its update.
    case trainLoss = "train-loss"
    case trainAccuracy = "train-accuracy"
    /// The validation loss as the run itself measured it, with the running statistics.
    case validationLoss = "validation-loss"
    case validationAccuracy = "validation-accuracy"
    /// The validation loss where normalization uses each validation batch's own statistics.
    case validationLossBatchStatistics = "validation-loss-batch-statistics"
    /// The validation loss with running statistics estimated anew.
    case validationLossReestimated = "validation-loss-reestimated"
    case learningRate = "learning-rate"
    /// The global L2 norm of the gradients before any clipping.
    case gradientNorm = "gradient-norm"
    /// The L2 norm of the update over that of the weights.
    case updateRatio = "update-ratio"
    /// The share of the batch's loss that its worst samples carry.
    case worstShare = "worst-share"
    /// The mix of labels, for findings about the order of the data.
    case labels
    /// The pixels as the model sees them.
    case inputs
    /// Quantities of single layers.
    case layers
}
