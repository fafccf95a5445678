/// Finds the largest eigenvalue of a symmetric matrix that is known by its products with vectors.
///
/// Plain power iteration goes to the eigenvalue of the largest magnitude. Where that one is
/// negative, the matrix is shifted by it, so that the largest becomes the one of the largest
/// magnitude, and the iteration begins anew.
///
/// Source: Golub and Van Loan, "Matrix computations", 4th edition, sections 7.3 and 8.2.
public struct PowerIteration: Hashable, Sendable {
    /// The relative change of the Rayleigh quotient that counts as rest, twice in a row.
    public var tolerance: Double
    /// The most products of each of the two passes.
    public var limit: Int

    public init(tolerance: Double = 0.01, limit: Int = 40) {
        precondition(tolerance > 0 && limit >= 1, "no iteration ends so")
        self.tolerance = tolerance
        self.limit = limit
    }

    /// - Parameters:
    ///   - start: not zero and not orthogonal to the eigenvector; random numbers are neither.
    ///   - product: the matrix times a vector of the start's length; nil ends the iteration.
    /// - Returns: nil where there was no product, or products are not finite.
    /// - Throws: what `product` throws.
    public func largestEigenvalue(
        from start: [Float], _ product: ([Float]) throws -> [Float]?
    ) throws -> EigenvalueEstimate? {
        guard let dominant = try pass(from: start, shift: 0, product) else { return nil }
        guard dominant.value < 0 else { return dominant }
        let shifted = try pass(from: start, shift: dominant.value, product)
        guard var largest = shifted else { return nil }
        largest.products += dominant.products
        largest.converged = largest.converged && dominant.converged
        return largest
    }

    /// The eigenvalue that lies farthest from `shift`.
    private func pass(
        from start: [Float], shift: Double, _ product: ([Float]) throws -> [Float]?
    ) throws -> EigenvalueEstimate? {
        var vector = start
        var last: EigenvalueEstimate?
        var calm = 0
        for count in 1...limit {
            let length = Self.dot(vector, vector).squareRoot()
            guard length > 0, length.isFinite else { return last }
            vector = vector.map { Float(Double($0) / length) }
            guard let image = try product(vector) else { return last }
            let quotient = Self.dot(vector, image)
            var square = 0.0
            for (value, moved) in zip(vector, image) {
                let rest = Double(moved) - quotient * Double(value)
                square += rest * rest
            }
            guard quotient.isFinite, square.isFinite else { return nil }
            let size = abs(quotient - shift)
            let change = last.map { abs(quotient - $0.value) } ?? .infinity
            calm = change <= tolerance * size ? calm + 1 : 0
            let estimate = EigenvalueEstimate(
                value: quotient, residual: square.squareRoot(), products: count,
                converged: calm >= 2 || square == 0)
            if estimate.converged { return estimate }
            last = estimate
            vector = zip(image, vector).map { Float(Double($0) - shift * Double($1)) }
        }
        return last
    }

    private static func dot(_ a: [Float], _ b: [Float]) -> Double {
        zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
}
