import BallastCore
import BallastDNNL
import BallastGraph
import BallastModels
import BallastNN
import BallastOptimizers
import BallastRuntime
import TestSupport
import Testing

/// The first twenty losses, and the running statistics behind them, against PyTorch's.
///
/// The tolerances are the fixture's: two float32 implementations cannot be closer to each other
/// than PyTorch's own float32 is to its float64.
@Suite(.serialized) struct TrainingParityTests {
    struct Fixture: Decodable {
        struct Norm: Decodable {
            let name: String
            let runningMean: [Double]
            let runningVariance: [Double]
        }
        struct Curve: Decodable {
            let losses: [Double]
            let norms: [Norm]
        }
        struct Run: Decodable, CustomTestStringConvertible {
            let model: String
            let classes: Int
            let channels: Int
            let imageSize: Int
            let batchSize: Int
            let learningRate: Double
            let momentum: Double
            let weightDecay: Double
            let float32Error: Double
            let float64: Curve
            var testDescription: String { model }
        }
        let runs: [Run]
    }

    static func runs() throws -> [Fixture.Run] {
        try GoldenFile.load("training", as: Fixture.self).runs
    }

    /// Checks losses and running statistics.
    ///
    /// - Parameters:
    ///   - tolerance: of the last loss and of the statistics.
    ///   - underway: of the losses before, where rounding has not evened out.
    private func check(
        _ row: Fixture.Run, on backend: any Backend, tolerance: Double, underway: Double? = nil
    ) throws {
        let run = try ParityRun(
            ModelName(parsing: row.model), channels: row.channels, classes: row.classes,
            imageSize: row.imageSize, batchSize: row.batchSize, mode: .training, on: backend)
        let optimizer = Optimizer.sgd(
            momentum: .constant(row.momentum), weightDecay: row.weightDecay)
        let losses = try run.losses(
            steps: row.float64.losses.count, optimizer, learningRate: row.learningRate)
        for (step, (found, expected)) in zip(losses, row.float64.losses).enumerated() {
            let error = abs(found - expected) / expected
            let isLast = step == losses.count - 1
            #expect(
                error < (isLast ? tolerance : underway ?? tolerance),
                "step \(step): \(found) for \(expected)")
        }
        for norm in row.float64.norms {
            for (name, expected) in [
                ("running_mean", norm.runningMean), ("running_var", norm.runningVariance),
            ] {
                let slot = try #require(run.registry["\(norm.name).\(name)"]).slot
                let found = run.store.load(slot).values.prefix(expected.count).map(Double.init)
                let scale = expected.reduce(0) { max($0, abs($1)) }
                let error = zip(found, expected).reduce(0) { max($0, abs($1.0 - $1.1)) } / scale
                #expect(error < tolerance, "\(slot.name) is off by \(error)")
            }
        }
    }

    @Test(arguments: try runs())
    func oneDNN(row: Fixture.Run) throws {
        // What float32 costs PyTorch itself on the way is the measure of what it may cost here.
        let own = max(1e-5, 4 * row.float32Error)
        try check(
            row, on: DNNLBackend(threads: 1), tolerance: min(1e-3, own), underway: own)
    }
}
