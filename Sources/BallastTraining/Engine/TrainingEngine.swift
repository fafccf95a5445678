import BallastCore
import BallastGraph
import BallastNN
import BallastOptimizers
import BallastRuntime

/// A model with its state, compiled on demand for the batch sizes and modes it is asked for.
///
/// The engine only proposes: whatever runs, the committed state is what it was until ``commit()``.
public final class TrainingEngine {
    public let store: StateStore
    /// What the model named, known once the engine is prepared.
    public let registry: ModelRegistry
    private(set) var optimizerEntries: [OptimizerRegistry.Entry] = []
    private let graphs: ClassifierGraphs
    let optimizer: Optimizer
    /// The number of batches whose gradients make one update.
    let accumulation: Int
    private var gradientPrograms: [GradientKey: GradientProgram] = [:]
    private var forwardPrograms: [ForwardKey: Executable] = [:]
    private var updateProgram: Executable?
    private var scaledUpdateProgram: Executable?
    private var proposalProgram: Executable?
    /// The programs that ran since the last commit or refusal.
    private var pending: [Executable] = []
    var probePrograms = ProbePrograms()
    private var proposals: [(programs: [Executable], proposal: StateStore.Proposal)] = []

    private struct GradientKey: Hashable {
        let batchSize: Int
        let continuesStep: Bool
    }

    /// A compiled pass with the graph it was compiled from, which tells probes what its values are.
    struct GradientProgram {
        let executable: Executable
        let graph: Graph
    }

    private struct ForwardKey: Hashable {
        let batchSize: Int
        let mode: TraceMode
    }

    /// - Parameters:
    ///   - imageShape: channels, height, width.
    ///   - activations: float32 or bfloat16.
    ///   - isFrozen: whether the parameter of this name is held.
    public init(
        model: any Layer, imageShape: Shape, loss: CrossEntropyAttributes = .init(),
        activations: DataType = .float32, backend: any Backend, optimizer: Optimizer,
        accumulation: Int = 1, isFrozen: @escaping (String) -> Bool = { _ in false }
    ) {
        store = StateStore(backend: backend)
        graphs = ClassifierGraphs(
            model: model, imageShape: imageShape, loss: loss, activations: activations,
            isFrozen: isFrozen)
        registry = graphs.registry
        self.optimizer = optimizer
        self.accumulation = accumulation
    }

    /// Compiles the training step for a batch size, which also names the model's state.
    public func prepare(batchSize: Int) throws {
        _ = try gradientProgram(batchSize, continuesStep: false)
        _ = try update()
        _ = try proposal()
    }

    /// The program that computes loss and gradients of one batch.
    ///
    /// - Parameter continuesStep: whether it adds to the gradients of the batches before.
    public func gradientProgram(
        _ batchSize: Int, continuesStep: Bool = false
    ) throws -> Executable {
        try tracedGradientProgram(batchSize, continuesStep: continuesStep).executable
    }

    func tracedGradientProgram(
        _ batchSize: Int, continuesStep: Bool = false
    ) throws -> GradientProgram {
        let key = GradientKey(batchSize: batchSize, continuesStep: continuesStep)
        if let known = gradientPrograms[key] { return known }
        let graph = graphs.training(
            batchSize: batchSize, continuesStep: continuesStep, share: 1 / Double(accumulation))
        let made = GradientProgram(executable: try Executable(graph, store: store), graph: graph)
        gradientPrograms[key] = made
        return made
    }

    /// The program that evaluates one batch in the given mode.
    public func forwardProgram(_ batchSize: Int, _ mode: TraceMode) throws -> Executable {
        let key = ForwardKey(batchSize: batchSize, mode: mode)
        if let known = forwardPrograms[key] { return known }
        let made = try Executable(
            graphs.forward(batchSize: batchSize, mode: mode), store: store)
        forwardPrograms[key] = made
        return made
    }

    /// The program that proposes new parameters from the gradients. Its result `gradientNorm` is
    /// the gradients' global L2 norm before any clipping.
    public func update() throws -> Executable {
        if let known = updateProgram { return known }
        let builder = GraphBuilder()
        let parameters = registry.trainableParameters
        let gradients = parameters.map { builder.read($0.gradient, .proposed) }
        builder.result("gradientNorm", Tensor.squaredNorm(gradients).squareRoot())
        optimizerEntries = optimizer.trace(parameters: parameters, builder)
        let made = try Executable(builder.graph.optimized(), store: store)
        updateProgram = made
        return made
    }

    /// Proposes the update anew from the same gradients times `scalars.gradientScale`, in the place
    /// of what the step has proposed.
    ///
    /// - Returns: the norm of the new proposal, as ``proposal()`` measures it.
    /// - Precondition: gradients and update ran and wait for a commit.
    public func proposeScaled(_ scalars: StepScalars) throws -> Double {
        precondition(hasProposals, "there is no proposal to scale")
        try scaledUpdate().run(scalars)
        let measure = try proposal()
        measure.run(scalars)
        return Double(measure.result("norm")[0])
    }

    /// ``update()`` with a factor for all gradients; of no use to steps that are not scaled.
    private func scaledUpdate() throws -> Executable {
        if let known = scaledUpdateProgram { return known }
        let builder = GraphBuilder()
        optimizer.preceded(by: ScaleByGuard())
            .trace(parameters: registry.trainableParameters, builder)
        let made = try Executable(builder.graph.optimized(), store: store)
        scaledUpdateProgram = made
        return made
    }

    /// The program that measures what is proposed: its result `norm` is finite only if every
    /// parameter and running statistic that a commit would take is, and none is beyond 1e19.
    public func proposal() throws -> Executable {
        if let known = proposalProgram { return known }
        let builder = GraphBuilder()
        let moved = registry.entries.filter { !$0.isFrozen }.map(\.slot)
        let values = moved.map { builder.read($0, .proposed) }
        builder.result("norm", Tensor.squaredNorm(values).squareRoot())
        let made = try Executable(builder.graph.optimized(), store: store)
        proposalProgram = made
        return made
    }

    /// Whether anything ran since the last commit or refusal.
    public var hasProposals: Bool { !pending.isEmpty }

    /// Runs a program and remembers what it proposes.
    public func run(_ program: Executable, _ scalars: StepScalars) {
        program.run(scalars)
        pending.append(program)
    }

    /// Runs a program, remembers what it proposes, and shows values of its graph as they appear.
    func run(
        _ program: Executable, _ scalars: StepScalars, observing: Executable.Observation,
        _ body: (ValueID, TensorView) -> Void
    ) {
        program.run(scalars, observing: observing, body)
        pending.append(program)
    }

    /// Accepts everything proposed since the last commit or refusal.
    public func commit() {
        store.commit(pendingProposal())
        pending.removeAll(keepingCapacity: true)
    }

    /// What the programs that ran propose together; made when they first run in this order.
    private func pendingProposal() -> StateStore.Proposal {
        for known in proposals where known.programs.elementsEqual(pending, by: ===) {
            return known.proposal
        }
        let proposal = store.proposal(of: pending.flatMap(\.writtenSlots))
        proposals.append((pending, proposal))
        return proposal
    }

    /// Forgets everything proposed since the last commit.
    public func refuse() {
        pending.removeAll(keepingCapacity: true)
    }
}
