import Ballast
import Glibc

/// Trains ``TinyNet`` on rendered shapes and exits with 1 unless the loss falls.
@main
struct OwnModel {
    static let batchSize = 64

    static func main() throws {
        let data = try DatasetSpec(parsing: "shapes7:train=1400,test=0").load().train
        let engine = TrainingEngine(
            model: TinyNet(classes: data.classNames.count),
            imageShape: data.imageShape.channelsFirst,
            backend: DNNLBackend(), optimizer: .adam())
        try engine.prepare(batchSize: batchSize)
        engine.initialize(seed: 0)

        var batches = BatchSource(
            training: data, batchSize: batchSize, seed: 0, normalization: try .measured(on: data))
        var losses: [Float] = []
        for step in 1...300 {
            losses.append(try train(engine, on: &batches, step: step))
            if step % 50 == 0 { print("step \(step): loss \(mean(losses.suffix(20)))") }
        }
        guard mean(losses.suffix(20)) < 0.8 * mean(losses.prefix(20)) else {
            print("The loss did not fall.")
            exit(1)
        }
    }

    /// One step: a batch, its gradients, the proposed update, the commitment.
    static func train(
        _ engine: TrainingEngine, on batches: inout BatchSource, step: Int
    ) throws -> Float {
        let scalars = StepScalars(learningRate: 0.01, step: step)
        let gradients = try engine.gradientProgram(batchSize)
        try batches.next(into: gradients)
        engine.run(gradients, scalars)
        engine.run(try engine.update(), scalars)
        engine.commit()
        return gradients.result("loss")[0]
    }

    static func mean(_ values: ArraySlice<Float>) -> Float {
        values.reduce(0, +) / Float(values.count)
    }
}
