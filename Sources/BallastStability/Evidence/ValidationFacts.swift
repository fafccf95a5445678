/// One state of the weights, validated in several ways.
public struct ValidationFacts: Codable, Hashable, Sendable {
    public var step: Int
    /// As the run validates: on its batches, with running statistics.
    public var recorded: Double
    /// On all validation images.
    public var full: Double
    /// On the run's batches, each normalized by its own statistics.
    public var batchStatistics: Double
    /// On the run's batches, with running statistics estimated anew.
    public var reestimated: Double
    /// The loss of each batch of the whole validation set.
    public var perBatch: [Double]

    public init(
        step: Int, recorded: Double, full: Double, batchStatistics: Double, reestimated: Double,
        perBatch: [Double]
    ) {
        self.step = step
        self.recorded = recorded
        self.full = full
        self.batchStatistics = batchStatistics
        self.reestimated = reestimated
        self.perBatch = perBatch
    }
}
