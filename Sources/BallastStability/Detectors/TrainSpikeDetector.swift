import BallastEvents

/// Spikes of the training loss.
public struct TrainSpikeDetector: RecordDetector {
    public init() {}

    public func findings(in record: RunRecord) -> [Finding] {
        record.spikes(.trainLoss, .trainingLoss)
            .map { $0.finding(.trainLoss, name: "the training loss", in: record) }
    }
}
