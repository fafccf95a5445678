/// What one training step measured. Non-finite numbers are data and are kept.
public struct StepRecord: Codable, Hashable, Sendable {
    /// Counts from 1: the number of updates proposed when this one was.
    public var step: Int
    /// Counts from 0.
    public var epoch: Int
    /// The mean loss of the batch.
    public var loss: Double
    /// The fraction of the batch whose first guess is right.
    public var accuracy: Double
    /// The fraction of the batch whose first k guesses hold the right class.
    public var topKAccuracy: Double
    public var learningRate: Double
    /// The global L2 norm of the gradients before any clipping.
    public var gradientNorm: Double
    /// The duration of the whole step.
    public var seconds: Double
    /// Whether the proposed update was taken.
    public var committed: Bool
    // What follows is measured by probes: nil where they are off or the step was not theirs.
    /// The weight of the past in the running mean of gradients: the momentum of SGD and RMSprop,
    /// Adam's β₁.
    public var momentum: Double?
    /// ‖proposed − committed‖ / ‖committed‖ over all trainable parameters.
    public var updateRatio: Double?
    /// The share of the batch's loss that its worst sixteenth of samples carries, at least one
    /// sample; 1/16 where all are alike. NaN where the loss is not finite.
    public var worstShare: Double?
    /// The samples of each class in the batch.
    public var labelCounts: [Int]?
    /// Which samples the step was made of; of several batches, where the first began.
    public var batch: BatchIdentity?

    public init(
        step: Int, epoch: Int, loss: Double, accuracy: Double, topKAccuracy: Double,
        learningRate: Double, gradientNorm: Double, seconds: Double, committed: Bool,
        momentum: Double? = nil, updateRatio: Double? = nil, worstShare: Double? = nil,
        labelCounts: [Int]? = nil, batch: BatchIdentity? = nil
    ) {
        self.step = step
        self.epoch = epoch
        self.loss = loss
        self.accuracy = accuracy
        self.topKAccuracy = topKAccuracy
        self.learningRate = learningRate
        self.gradientNorm = gradientNorm
        self.seconds = seconds
        self.committed = committed
        self.momentum = momentum
        self.updateRatio = updateRatio
        self.worstShare = worstShare
        self.labelCounts = labelCounts
        self.batch = batch
    }
}
