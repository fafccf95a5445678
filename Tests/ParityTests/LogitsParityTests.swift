import BallastDNNL
import BallastModels
import BallastNN
import BallastRuntime
import TestSupport
import Testing

/// Logits of every model from the same weights as PyTorch's.
@Suite(.serialized) struct LogitsParityTests {
    struct Fixture: Decodable {
        struct Model: Decodable, CustomTestStringConvertible {
            let model: String
            let classes: Int
            let channels: Int
            let imageSize: Int
            let batchSize: Int
            let float64: [[Double]]
            var testDescription: String { model }
        }
        let models: [Model]
    }

    static func models(_ names: String...) throws -> [Fixture.Model] {
        try GoldenFile.load("logits", as: Fixture.self).models
            .filter { names.isEmpty || names.contains($0.model) }
    }

    private func error(_ row: Fixture.Model, on backend: any Backend) throws -> Double {
        let run = try ParityRun(
            ModelName(parsing: row.model), channels: row.channels, classes: row.classes,
            imageSize: row.imageSize, batchSize: row.batchSize, mode: .evaluation, on: backend)
        let expected = Array(row.float64.joined())
        let scale = expected.reduce(0) { max($0, abs($1)) }
        return zip(try run.logits(), expected).reduce(0) { max($0, abs($1.0 - $1.1)) } / scale
    }

    @Test(arguments: try models())
    func oneDNN(row: Fixture.Model) throws {
        #expect(try error(row, on: DNNLBackend(threads: 1)) < 1e-5)
    }

    /// The models that plain loops can do in a moment.
    @Test(arguments: try models("mlp", "lenet5"))
    func reference(row: Fixture.Model) throws {
        // Results pass through float32.
        #expect(try error(row, on: ReferenceBackend()) < 1e-6)
    }
}
