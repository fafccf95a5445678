import BallastCore
import BallastTraining
import Testing

@Suite("Power iteration")
struct PowerIterationTests {
    /// A symmetric matrix with known eigenvalues: `Q·diag(λ)·Qᵀ` with Q from Householder mirrors.
    private func matrix(_ eigenvalues: [Double], seed: UInt64) -> [[Double]] {
        let n = eigenvalues.count
        var a = (0..<n).map { row in (0..<n).map { row == $0 ? eigenvalues[row] : 0 } }
        for mirror in 0..<3 {
            let random = CounterRandom(seed: seed, domain: UInt32(mirror))
            let u = (0..<n).map { Double(random.normal(UInt64($0))) }
            let square = u.reduce(0) { $0 + $1 * $1 }
            let reflected = { (x: [Double]) in
                let scale = 2 * zip(u, x).reduce(0) { $0 + $1.0 * $1.1 } / square
                return zip(x, u).map { $0 - scale * $1 }
            }
            a = a.map(reflected)
            let columns = (0..<n).map { column in reflected(a.map { $0[column] }) }
            a = (0..<n).map { row in columns.map { $0[row] } }
        }
        return a
    }

    private func estimate(
        _ eigenvalues: [Double], seed: UInt64, by iteration: PowerIteration
    ) throws -> EigenvalueEstimate? {
        let a = matrix(eigenvalues, seed: seed)
        let random = CounterRandom(seed: seed, stream: .probe)
        let start = eigenvalues.indices.map { random.normal(UInt64($0)) }
        return try iteration.largestEigenvalue(from: start) { vector in
            a.map { row in Float(zip(row, vector).reduce(0) { $0 + $1.0 * Double($1.1) }) }
        }
    }

    @Test(
        "finds the largest eigenvalue with its sign",
        arguments: [
            [5, 3, 1, 0.5, 0, -1], [9, -8, 1, 0, 0, 0], [2, -9, 1, 0, -3, 0.5],
            [-1, -2, -3, -4, -5, -9], [1000, 1, 1, 1, 1, 1], [1e-3, -5, 0, 0, 0, 0],
        ] as [[Double]], [1, 2, 3] as [UInt64])
    func largest(eigenvalues: [Double], seed: UInt64) throws {
        let iteration = PowerIteration(tolerance: 1e-5, limit: 2000)
        let found = try #require(try estimate(eigenvalues, seed: seed, by: iteration))
        let largest = eigenvalues.max()!
        let scale = eigenvalues.map(abs).max()!
        #expect(abs(found.value - largest) <= 1e-3 * scale, "\(found) rather than \(largest)")
        #expect(found.converged)
        // An eigenvalue lies within the residual.
        #expect(
            eigenvalues.contains { abs($0 - found.value) <= found.residual + 1e-5 * scale })
    }

    @Test("says that it did not converge")
    func limit() throws {
        let iteration = PowerIteration(tolerance: 1e-9, limit: 2)
        let found = try #require(try estimate([3, 2.9, 1, 0, 0], seed: 1, by: iteration))
        #expect(!found.converged)
        #expect(found.products == 2)
        #expect(found.value <= 3.0001)
    }

    @Test("has no answer for products that are not finite")
    func notFinite() throws {
        let found = try PowerIteration().largestEigenvalue(from: [1, 2]) { _ in [.nan, 1] }
        #expect(found == nil)
    }

    @Test("the zero matrix has the eigenvalue 0")
    func zero() throws {
        let found = try PowerIteration().largestEigenvalue(from: [1, 2]) { _ in [0, 0] }
        #expect(found?.value == 0)
        #expect(found?.converged == true)
    }
}
