/// An eigenvalue as an iteration found it.
public struct EigenvalueEstimate: Codable, Hashable, Sendable {
    /// The Rayleigh quotient `θ = vᵀAv / vᵀv`, with its sign.
    public var value: Double
    /// `‖Av − θv‖ / ‖v‖`: a symmetric matrix has an eigenvalue within that distance of θ.
    public var residual: Double
    /// Products with the matrix that were taken.
    public var products: Int
    /// Whether the quotient came to rest; else it is a lower bound of the largest eigenvalue.
    public var converged: Bool

    public init(value: Double, residual: Double, products: Int, converged: Bool) {
        self.value = value
        self.residual = residual
        self.products = products
        self.converged = converged
    }
}
