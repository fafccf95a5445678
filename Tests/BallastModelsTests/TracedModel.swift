import BallastCore
import BallastGraph
import BallastModels
import BallastNN

/// A model traced once, for tests that look at the graph.
struct TracedModel {
    let graph: Graph
    let registry: ModelRegistry
    let logits: Shape

    init(
        _ name: ModelName, _ options: ModelOptions, mode: TraceMode,
        isFrozen: @escaping (String) -> Bool = { _ in false }
    ) throws {
        try self.init(ModelSpec(name), options, mode: mode, isFrozen: isFrozen)
    }

    init(
        _ spec: ModelSpec, _ options: ModelOptions, mode: TraceMode, batchSize: Int = 2,
        isFrozen: @escaping (String) -> Bool = { _ in false }
    ) throws {
        let builder = GraphBuilder()
        let trace = Trace(builder, mode: mode, isFrozen: isFrozen)
        let images = builder.input(
            "images",
            [batchSize, options.inputChannels, options.imageSize, options.imageSize])
        let model = try spec.make(options)
        let output = model(images, in: trace)
        builder.result("logits", output)
        graph = builder.graph
        registry = trace.registry
        logits = output.shape
    }
}
