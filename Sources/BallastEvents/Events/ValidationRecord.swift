/// What one validation measured.
public struct ValidationRecord: Codable, Hashable, Sendable {
    /// The number of updates before it.
    public var step: Int
    public var epoch: Int
    /// The part of the data, such as `validation` or `test`.
    public var part: String
    public var mode: ValidationMode
    public var samples: Int
    public var batches: Int
    /// The mean over the samples.
    public var loss: Double
    public var accuracy: Double
    public var topKAccuracy: Double
    public var seconds: Double

    public init(
        step: Int, epoch: Int, part: String, mode: ValidationMode, samples: Int, batches: Int,
        loss: Double, accuracy: Double, topKAccuracy: Double, seconds: Double
    ) {
        self.step = step
        self.epoch = epoch
        self.part = part
        self.mode = mode
        self.samples = samples
        self.batches = batches
        self.loss = loss
        self.accuracy = accuracy
        self.topKAccuracy = topKAccuracy
        self.seconds = seconds
    }
}
