import BallastCore
import BallastData
import BallastEvents
import BallastGraph
import BallastNN
import BallastRuntime
import BallastTraining
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@Suite("Sharpness", .serialized)
struct SharpnessTests {
    /// Only the 391 biases of the MLP are trained, so that the Hessian can be written down.
    private static func biases(_ optimizer: OptimizerName) throws -> TrialTraining {
        try TinyTrial.training { ($0.freeze, $0.optimizer) = ("*.weight", optimizer) }
    }

    /// The Hessian of the next batch, column by column.
    private func hessian(
        _ training: TrialTraining, from source: BatchSource
    ) throws -> [[Double]] {
        let engine = training.setup.engine
        var source = source
        try source.next(into: try engine.gradientProgram(training.setup.batchSize))
        let slots = engine.registry.trainableParameters
        return try slots.flatMap { slot in
            try (0..<slot.shape.count).map { index in
                var direction = Dictionary(
                    uniqueKeysWithValues: slots.map {
                        ($0, HostTensor(repeating: 0, shape: $0.shape))
                    })
                direction[slot]!.values[index] = 1
                let product = try engine.hessianVectorProduct(
                    batchSize: training.setup.batchSize, StepScalars(), along: direction)
                return slots.flatMap { product[$0]!.values.map(Double.init) }
            }
        }
    }

    /// The largest eigenvalue of the symmetric part by Jacobi's rotations.
    private func largestEigenvalue(_ matrix: [[Double]]) -> Double {
        let n = matrix.count
        var a = matrix
        for i in 0..<n {
            for j in 0..<i {
                a[i][j] = (matrix[i][j] + matrix[j][i]) / 2
                a[j][i] = a[i][j]
            }
        }
        for _ in 0..<12 {
            for p in 0..<n {
                for q in (p + 1)..<n where abs(a[p][q]) > 1e-12 {
                    let angle = (a[q][q] - a[p][p]) / (2 * a[p][q])
                    let t = (angle < 0 ? -1 : 1) / (abs(angle) + (angle * angle + 1).squareRoot())
                    let c = 1 / (t * t + 1).squareRoot()
                    let s = t * c
                    for k in 0..<n {
                        (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q])
                    }
                    for k in 0..<n {
                        (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k])
                    }
                }
            }
        }
        return (0..<n).map { a[$0][$0] }.max()!
    }

    @Test("is the largest eigenvalue of the Hessian")
    func dense() throws {
        let training = try Self.biases(.sgd)
        let dense = largestEigenvalue(try hessian(training, from: training.setup.batches()))
        let found = try #require(
            try training.sharpness(
                batches: 1, by: PowerIteration(tolerance: 1e-3, limit: 200),
                spending: TinyTrial.unlimited))
        #expect(found.converged)
        #expect(abs(found.value - dense) <= 0.02 * dense, "\(found.value), dense \(dense)")
        #expect(dense > 0.1)
    }

    @Test("of an adaptive optimizer is that of the preconditioned Hessian")
    func preconditioned() throws {
        let training = try Self.biases(.adam)
        let budget = TinyTrial.unlimited
        // At the rate 0 only the moments move.
        for _ in 0..<10 { _ = try training.step(learningRate: 0, spending: budget) }
        let engine = training.setup.engine
        let divisors = engine.savedSlots.filter { $0.name.hasPrefix("secondMoment/") }
            .flatMap { slot in
                engine.store.load(slot).values.map {
                    ((Double($0) / (1 - pow(0.999, 10))).squareRoot() + 1e-8).squareRoot()
                }
            }
        // The batch after those ten.
        var source = training.setup.batches()
        let program = try engine.gradientProgram(training.setup.batchSize)
        for _ in 0..<10 { try source.next(into: program) }
        var matrix = try hessian(training, from: source)
        for i in matrix.indices {
            for j in matrix.indices {
                let scale = divisors[i] * divisors[j]
                matrix[i][j] = divisors[i] > 2e-4 && divisors[j] > 2e-4 ? matrix[i][j] / scale : 0
            }
        }
        let dense = largestEigenvalue(matrix)
        let found = try #require(
            try training.sharpness(
                batches: 1, by: PowerIteration(tolerance: 1e-3, limit: 200), spending: budget))
        #expect(abs(found.value - dense) <= 0.05 * dense, "\(found.value), dense \(dense)")
    }

    @Test("leaves every bit of the state, and counts two steps a product and batch")
    func state() throws {
        let training = try Self.biases(.sgd)
        let before = training.setup.engine.bits
        let budget = TinyTrial.unlimited
        let found = try #require(
            try training.sharpness(batches: 3, by: PowerIteration(limit: 4), spending: budget))
        #expect(training.setup.engine.bits == before)
        #expect(budget.steps == 6 * found.products)
    }

    @Test("is not measured without a budget")
    func budget() throws {
        let budget = EffortBudget(.steps(1), now: { 0 })
        budget.spend(steps: 1)
        let found = try Self.biases(.sgd).sharpness(
            batches: 1, by: PowerIteration(), spending: budget)
        #expect(found == nil)
    }
}
