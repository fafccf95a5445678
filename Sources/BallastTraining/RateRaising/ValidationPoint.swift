/// A validation loss on the way.
public struct ValidationPoint: Codable, Hashable, Sendable {
    /// Updates made before it.
    public var step: Int
    public var loss: Double

    public init(step: Int, loss: Double) {
        self.step = step
        self.loss = loss
    }
}
