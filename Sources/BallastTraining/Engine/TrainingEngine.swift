import BallastCore
import BallastGraph
import BallastNN
import BallastRuntime

/// A model with its state, compiled on demand for the batch sizes and modes it is asked for.
///
/// The engine only proposes: after ``computeGradients(_:)`` and ``proposeUpdate(_:)`` the committed
/// state is what it was until ``commit()`` is called.
public final class TrainingEngine {
    public let store: StateStore
    public let registry: ModelRegistry
    private let graphs: ClassifierGraphs
    private let traceUpdate: (_ parameters: [StateSlot], _ builder: GraphBuilder) -> Void
    private var gradientPrograms: [GradientKey: Executable] = [:]
    private var forwardPrograms: [ForwardKey: Executable] = [:]
    private var updateProgram: Executable?
    private var proposed: Set<StateSlot> = []

    private struct GradientKey: Hashable {
        let batchSize: Int
        let continuesStep: Bool
    }

    private struct ForwardKey: Hashable {
        let batchSize: Int
        let mode: TraceMode
    }

    /// - Parameters:
    ///   - imageShape: channels, height, width.
    ///   - activations: float32 or bfloat16.
    ///   - isFrozen: whether the parameter of this name is held.
    ///   - optimizer: traces the update of these parameters from their gradient slots.
    public init(
        model: any Layer, imageShape: Shape, loss: CrossEntropyAttributes = .init(),
        activations: DataType = .float32, backend: any Backend,
        isFrozen: @escaping (String) -> Bool = { _ in false },
        optimizer: @escaping (_ parameters: [StateSlot], _ builder: GraphBuilder) -> Void
    ) {
        store = StateStore(backend: backend)
        graphs = ClassifierGraphs(
            model: model, imageShape: imageShape, loss: loss, activations: activations,
            isFrozen: isFrozen)
        registry = graphs.registry
        traceUpdate = optimizer
    }

    /// Compiles the training step for a batch size, which also names the model's state.
    public func prepare(batchSize: Int) throws {
        _ = try gradientProgram(batchSize, continuesStep: false)
        _ = try update()
    }

    /// Sets every parameter and statistic to its initial value.
    ///
    /// - Precondition: the engine was prepared.
    public func initialize(seed: UInt64) {
        for entry in registry.entries {
            let values = entry.initializer.values(
                for: entry.slot.shape, seed: seed, name: entry.slot.name)
            store.store(values, in: entry.slot)
        }
    }

    /// The program that computes loss and gradients of one batch.
    public func gradientProgram(
        _ batchSize: Int, continuesStep: Bool = false
    ) throws -> Executable {
        let key = GradientKey(batchSize: batchSize, continuesStep: continuesStep)
        if let known = gradientPrograms[key] { return known }
        let graph = graphs.training(batchSize: batchSize, continuesStep: continuesStep)
        let made = try Executable(graph, store: store)
        gradientPrograms[key] = made
        return made
    }

    /// The program that evaluates one batch in the given mode.
    public func forwardProgram(_ batchSize: Int, _ mode: TraceMode) throws -> Executable {
        let key = ForwardKey(batchSize: batchSize, mode: mode)
        if let known = forwardPrograms[key] { return known }
        let graph = graphs.forward(batchSize: batchSize, mode: mode)
        let made = try Executable(graph, store: store)
        forwardPrograms[key] = made
        return made
    }

    /// The program that proposes new parameters from the gradients.
    public func update() throws -> Executable {
        if let known = updateProgram { return known }
        let builder = GraphBuilder()
        traceUpdate(registry.trainableParameters, builder)
        let made = try Executable(builder.graph.optimized(), store: store)
        updateProgram = made
        return made
    }

    /// Runs a program and remembers what it proposes.
    public func run(_ program: Executable, _ scalars: StepScalars) {
        program.run(scalars)
        proposed.formUnion(program.writtenSlots)
    }

    /// Accepts everything proposed since the last commit or refusal.
    public func commit() {
        store.commit(proposed)
        proposed.removeAll(keepingCapacity: true)
    }

    /// Forgets everything proposed since the last commit.
    public func refuse() {
        proposed.removeAll(keepingCapacity: true)
    }
}
