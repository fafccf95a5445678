import BallastCore
import BallastGraph
import BallastModels
import BallastNN
import BallastOptimizers
import BallastRuntime
import TestSupport

/// A model with the fixtures' weights on some backend.
struct ParityRun {
    let store: StateStore
    let registry: ModelRegistry
    private let forward: GraphBuilder
    private let output: Tensor
    private let images: Shape

    init(
        _ name: ModelName, channels: Int, classes: Int, imageSize: Int, batchSize: Int,
        mode: TraceMode, on backend: any Backend
    ) throws {
        let model = try name.make(
            ModelOptions(
                inputChannels: channels, classes: classes, imageSize: imageSize, dropout: 0))
        images = [batchSize, channels, imageSize, imageSize]
        forward = GraphBuilder()
        let trace = Trace(forward, mode: mode)
        output = model(forward.input("images", images), in: trace)
        registry = trace.registry
        store = StateStore(backend: backend)
    }

    /// The logits of the images named `images`.
    func logits() throws -> [Double] {
        forward.result("logits", output)
        let graph = forward.graph.optimizedForward().optimized()
        let executable = try Executable(graph, store: store)
        fill()
        _ = executable.floatInput("images").update(from: GoldenValues.images("images", images))
        executable.run(StepScalars())
        return executable.result("logits").map(Double.init)
    }

    /// The loss of each step before its update.
    func losses(steps: Int, _ optimizer: Optimizer, learningRate: Double) throws -> [Double] {
        let labels = forward.input("labels", [images[0]], .int32)
        let trace = Trace(forward, mode: .training)
        let loss = CrossEntropyLoss()(output, labels: labels, in: trace).mean
        forward.result("loss", loss)
        let optimized = forward.graph.optimizedForward()
        let gradients = optimized.differentiated(loss: optimized.result("loss")!)
        let step = try Executable(gradients.optimized(), store: store)
        let builder = GraphBuilder()
        let slots = optimizer.trace(parameters: registry.parameters, builder)
        let update = try Executable(builder.graph.optimized(), store: store)
        fill()
        for entry in slots {
            store.store(HostTensor(repeating: 0, shape: entry.slot.shape), in: entry.slot)
        }
        return (0..<steps).map { index in
            _ = step.floatInput("images").update(
                from: GoldenValues.images("images/step\(index)", images))
            _ = step.integerInput("labels").update(
                from: GoldenValues.labels(
                    "labels/step\(index)", images[0], classes: output.shape[1]))
            let scalars = StepScalars(learningRate: learningRate, step: index + 1)
            step.run(scalars)
            update.run(scalars)
            store.commit(step.writtenSlots)
            store.commit(update.writtenSlots)
            return Double(step.result("loss")[0])
        }
    }

    /// After compilation, which chooses the layouts.
    private func fill() {
        for entry in registry.entries {
            store.store(GoldenValues.state(entry.slot.name, entry.slot.shape), in: entry.slot)
        }
    }
}
