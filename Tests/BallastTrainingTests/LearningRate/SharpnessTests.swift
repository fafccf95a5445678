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
    /// Only the 903 parameters of the MLP's last layer are trained, so that the Hessian can be
    /// written down and the loss has no kinks.
    private static func lastLayer(_ optimizer: OptimizerName) throws -> TrialTraining {
        try TinyTrial.training { ($0.freeze, $0.optimizer) = ("fc1.*,fc2.*", optimizer) }
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

    /// Whether all eigenvalues of the matrix are below a bound: whether `bound·I − A` has a
    /// Cholesky factor.
    private func isBelow(_ bound: Double, _ matrix: [[Double]]) -> Bool {
        let n = matrix.count
        var factor = [Double](repeating: 0, count: n * n)
        for i in 0..<n {
            for j in 0...i {
                let symmetric = (matrix[i][j] + matrix[j][i]) / 2
                var sum = (i == j ? bound : 0) - symmetric
                for k in 0..<j { sum -= factor[i * n + k] * factor[j * n + k] }
                if i == j {
                    guard sum > 0 else { return false }
                    factor[i * n + i] = sum.squareRoot()
                } else {
                    factor[i * n + j] = sum / factor[j * n + j]
                }
            }
        }
        return true
    }

    @Test("is the largest eigenvalue of the Hessian")
    func dense() throws {
        let training = try Self.lastLayer(.sgd)
        let dense = try hessian(training, from: training.setup.batches())
        let found = try #require(
            try training.sharpness(
                batches: 1, by: PowerIteration(tolerance: 1e-3, limit: 200),
                spending: TinyTrial.unlimited))
        #expect(found.converged)
        #expect(isBelow(1.01 * found.value, dense) && !isBelow(0.99 * found.value, dense))
        #expect(found.value > 0.1)
    }

    @Test("of an adaptive optimizer is that of the preconditioned Hessian")
    func preconditioned() throws {
        let training = try Self.lastLayer(.adam)
        let budget = TinyTrial.unlimited
        // At the rate 0 only the moments move.
        for _ in 0..<10 { _ = try training.step(learningRate: 0, spending: budget) }
        let engine = training.setup.engine
        let scales = engine.registry.trainableParameters.flatMap { parameter in
            let slot = engine.savedSlots.first { $0.name == "secondMoment/\(parameter.name)" }!
            return engine.store.load(slot).values.map { square in
                let divisor = (Double(square) / (1 - pow(0.999, 10))).squareRoot() + 1e-8
                return square > 0 ? 1 / divisor.squareRoot() : 0
            }
        }
        // The batch after those ten.
        var source = training.setup.batches()
        let program = try engine.gradientProgram(training.setup.batchSize)
        for _ in 0..<10 { try source.next(into: program) }
        let dense = try hessian(training, from: source).enumerated().map { row, values in
            zip(values, scales).map { $0 * scales[row] * $1 }
        }
        let found = try #require(
            try training.sharpness(
                batches: 1, by: PowerIteration(tolerance: 1e-3, limit: 200), spending: budget))
        #expect(isBelow(1.02 * found.value, dense) && !isBelow(0.98 * found.value, dense))
    }

    @Test("leaves every bit of the state, and counts two steps a product and batch")
    func state() throws {
        let training = try Self.lastLayer(.sgd)
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
        let found = try Self.lastLayer(.sgd).sharpness(
            batches: 1, by: PowerIteration(), spending: budget)
        #expect(found == nil)
    }
}
