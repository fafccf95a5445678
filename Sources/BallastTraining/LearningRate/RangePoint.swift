/// One iteration of a range test.
public struct RangePoint: Codable, Hashable, Sendable {
    /// The rate of the update that followed the loss.
    public var learningRate: Double
    /// The loss of the iteration's batch.
    public var loss: Double
    public var smoothedLoss: Double
    /// The loss of the validation data after the update; nil where it was not asked for.
    public var validationLoss: Double?

    public init(
        learningRate: Double, loss: Double, smoothedLoss: Double, validationLoss: Double? = nil
    ) {
        self.learningRate = learningRate
        self.loss = loss
        self.smoothedLoss = smoothedLoss
        self.validationLoss = validationLoss
    }
}
