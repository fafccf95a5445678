import BallastEvents

/// What was measured beyond a run's record, so far.
public struct Facts: Sendable {
    public var hasRunningStatistics: Bool?
    public var inputs: InputFacts?
    public var order: OrderFacts?
    /// By the state they were measured at.
    public var layers: [Int: [LayerProbe]] = [:]
    public var validations: [Int: ValidationFacts] = [:]
    public var batches: [Int: BatchFacts] = [:]
    public var sharpness: [Int: SharpnessFacts] = [:]

    public init() {}
}
