/// The curvature of the loss at one state.
public struct SharpnessFacts: Codable, Hashable, Sendable {
    /// The number of updates before.
    public var step: Int
    /// The largest eigenvalue of the Hessian of a batch's loss; of the preconditioned Hessian
    /// where the optimizer scales its updates.
    public var sharpness: Double
    /// The rate above which the optimizer is unstable on a quadratic of this curvature.
    public var rateLimit: Double

    public init(step: Int, sharpness: Double, rateLimit: Double) {
        self.step = step
        self.sharpness = sharpness
        self.rateLimit = rateLimit
    }
}
