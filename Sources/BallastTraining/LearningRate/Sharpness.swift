/// The sharpness of the loss at one place of a training: the largest eigenvalue λ₁ of its Hessian,
/// preconditioned where the optimizer is adaptive.
public struct Sharpness: Codable, Hashable, Sendable {
    /// Updates made from the start to the place.
    public var step: Int
    /// The rate of those updates.
    public var warmRate: Double
    public var eigenvalue: EigenvalueEstimate
    public var isPreconditioned: Bool
    /// The rate up to which the optimizer is stable at this sharpness, by ``StabilityLimit``.
    public var limit: Double

    public init(
        step: Int, warmRate: Double, eigenvalue: EigenvalueEstimate, isPreconditioned: Bool,
        limit: Double
    ) {
        self.step = step
        self.warmRate = warmRate
        self.eigenvalue = eigenvalue
        self.isPreconditioned = isPreconditioned
        self.limit = limit
    }
}
