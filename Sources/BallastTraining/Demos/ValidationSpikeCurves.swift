import BallastEvents

/// The losses of one run, iteration by iteration; element 0 belongs to iteration 1.
///
/// A run that ended early has shorter curves. The last two are empty where nothing was probed.
public struct ValidationSpikeCurves: Codable, Hashable, Sendable {
    public let learningRate: Double
    /// Of the iteration's training batch, before its update.
    public private(set) var trainLoss: [Double] = []
    /// After the iteration's update, with the running statistics: what a person sees.
    public private(set) var validationLoss: [Double] = []
    /// Of the same images and weights, normalized by the statistics of the validation batch.
    public private(set) var batchStatisticsLoss: [Double] = []
    /// Of the same images and weights, with running statistics re-estimated under these weights.
    public private(set) var reestimatedLoss: [Double] = []

    public init(learningRate: Double) {
        self.learningRate = learningRate
    }

    /// Takes up what an event measured.
    public mutating func add(_ event: RunEvent) {
        switch event.kind {
        case .step(let record): trainLoss.append(record.loss)
        case .validation(let record):
            switch record.mode {
            case .eval: validationLoss.append(record.loss)
            case .batchStatistics: batchStatisticsLoss.append(record.loss)
            case .reestimated: reestimatedLoss.append(record.loss)
            }
        default: break
        }
    }
}
