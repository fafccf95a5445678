/// What a model is traced for: which statistics normalize, and what is written.
public enum TraceMode: String, Hashable, Sendable, CaseIterable {
    /// Statistics of the batch; running statistics move by each layer's momentum; dropout is on.
    case training
    /// Running statistics; nothing is written; dropout is off.
    case evaluation
    /// Statistics of the batch; nothing is written; dropout is off.
    case batchStatistics
    /// Statistics of the batch; running statistics move by `ScalarSource.statisticsMomentum`, which
    /// makes them a plain mean over several batches; dropout is off.
    case reestimation

    /// Whether layers normalize with the statistics of the batch.
    public var usesBatchStatistics: Bool { self != .evaluation }
    /// Whether running statistics are proposed anew.
    public var writesStatistics: Bool { self == .training || self == .reestimation }
}
