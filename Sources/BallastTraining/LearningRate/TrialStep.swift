/// What one step of a trial measured.
public struct TrialStep: Hashable, Sendable {
    /// The mean loss of the batch before the update.
    public var loss: Double
    /// Whether loss, gradient and proposed state were finite; else the update was not made.
    public var isFinite: Bool
    /// Whether the network gave every image of the batch the same logits.
    public var isConstant: Bool

    public init(loss: Double, isFinite: Bool, isConstant: Bool) {
        self.loss = loss
        self.isFinite = isFinite
        self.isConstant = isConstant
    }
}
