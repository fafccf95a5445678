/// The best validation so far by the metric that a run keeps checkpoints of.
public struct BestValidation: Codable, Hashable, Sendable {
    /// The number of updates before it.
    public var step: Int
    public var value: Double

    public init(step: Int, value: Double) {
        self.step = step
        self.value = value
    }
}
