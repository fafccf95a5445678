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

    public init(
        step: Int, epoch: Int, loss: Double, accuracy: Double, topKAccuracy: Double,
        learningRate: Double, gradientNorm: Double, seconds: Double, committed: Bool
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
    }
}
