import BallastCore
import BallastData
import BallastEvents
import BallastGraph
import BallastRuntime

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Short trainings from one and the same start, at any rate and with any seed, of which nothing is
/// kept.
///
/// The programs are compiled once: the rate is a number of each step, and a trial begins by
/// bringing the state back. Where the start is an initialization, a seed decides on it, on the
/// order of the data and on dropout; where it is a state, only on the latter two. No file is
/// written, and ``restore()`` gives the engine back every bit that it had.
public final class TrialTraining {
    /// What a trial begins from.
    private enum Start {
        /// Random weights by the seed, under those of a file where there is one.
        case initialization(WeightLoader?)
        case state(StateStore.Snapshot, step: Int, cursor: BatchCursor)
    }

    public let setup: TrainingSetup
    /// What the engine held at first.
    private let original: StateStore.Snapshot
    private let start: Start
    private var engine: TrainingEngine { setup.engine }
    private var seed: UInt64
    private(set) var batches: BatchSource
    /// Updates made since the trial began.
    public private(set) var steps = 0

    /// Trials that begin as a new run of this configuration does.
    ///
    /// - Throws: what ``TrainingSetup`` throws.
    public convenience init(
        _ configuration: RunConfiguration, makeBackend: (_ threads: Int) -> any Backend
    ) throws {
        try self.init(TrainingSetup(configuration, makeBackend: makeBackend))
    }

    /// Trials that begin as a new run of this setup does.
    ///
    /// - Throws: what reading the weights of a file throws.
    public convenience init(_ setup: TrainingSetup) throws {
        let weights = try setup.configuration.weights.map { try WeightLoader(path: $0) }
        try self.init(setup, start: .initialization(weights))
    }

    /// Trials that go on from the state that an engine holds now.
    ///
    /// - Parameters:
    ///   - step: the updates that have led there.
    ///   - cursor: where the next batch begins in the order of the configuration's own seed.
    public convenience init(from setup: TrainingSetup, step: Int, cursor: BatchCursor) throws {
        let state = setup.engine.store.snapshot()
        try self.init(setup, start: .state(state, step: step, cursor: cursor))
    }

    private init(_ setup: TrainingSetup, start: Start) throws {
        self.setup = setup
        self.start = start
        if case .state(let state, _, _) = start {
            original = state
        } else {
            original = setup.engine.store.snapshot()
        }
        seed = setup.configuration.seed
        batches = setup.batches()
        try begin(seed: seed)
    }

    /// Brings the state back to the start and the data to the first batch.
    ///
    /// - Throws: what loading the weights of a file throws; they fitted when the setup was made.
    public func begin(seed: UInt64) throws {
        engine.refuse()
        self.seed = seed
        steps = 0
        var cursor = BatchCursor.start
        switch start {
        case .initialization(let weights):
            engine.initialize(seed: seed)
            if let weights { _ = try weights.load(into: engine, allowsNewHead: true) }
            engine.initializeOptimizer()
        case .state(let state, _, let place):
            engine.store.restore(state)
            if seed == setup.configuration.seed { cursor = place }
        }
        batches = setup.batches(
            from: cursor, seed: seed == setup.configuration.seed ? nil : seed)
    }

    /// Gives the engine back what it held before the first trial, bit by bit.
    public func restore() {
        engine.refuse()
        engine.store.restore(original)
    }

    /// The seeds of `count` trials: the configuration's own and those after it.
    public func seeds(_ count: Int) -> [UInt64] {
        (0..<count).map { setup.configuration.seed &+ UInt64($0) }
    }

    /// The loss of a model that knows nothing, `ln K` for K classes.
    public var guessingLoss: Double { log(Double(setup.data.classNames.count)) }

    /// The updates that the state has behind it.
    var stateSteps: Int {
        if case .state(_, let step, _) = start { step + steps } else { steps }
    }

    /// The numbers of the next step.
    func scalars(learningRate: Double, momentum: Double? = nil) -> StepScalars {
        StepScalars(
            learningRate: learningRate, momentum: momentum ?? setup.configuration.heldMomentum,
            step: stateSteps + 1, seed: seed)
    }

    /// One training step: batches, gradients, proposal, and the commitment of what is finite.
    ///
    /// - Parameter momentum: where the schedule cycles it; nil for that of its highest rate.
    /// - Throws: what compilation and the data throw.
    public func step(
        learningRate: Double, momentum: Double? = nil, spending budget: EffortBudget
    ) throws -> TrialStep {
        let scalars = scalars(learningRate: learningRate, momentum: momentum)
        let (loss, isConstant) = try gradients(scalars, from: &batches)
        let update = try engine.update()
        engine.run(update, scalars)
        let proposal = try engine.proposal()
        engine.run(proposal, scalars)
        let isFinite =
            loss.isFinite && update.result("gradientNorm")[0].isFinite
            && proposal.result("norm")[0].isFinite
        if isFinite { engine.commit() } else { engine.refuse() }
        steps += 1
        budget.spend(steps: 1)
        return TrialStep(loss: loss, isFinite: isFinite, isConstant: isConstant)
    }

    /// The losses of the next steps' batches under the weights as they are; nothing is moved.
    ///
    /// - Returns: fewer than `count` where the budget was spent.
    public func losses(_ count: Int, spending budget: EffortBudget) throws -> [Double] {
        var source = batches
        defer { engine.refuse() }
        var losses: [Double] = []
        while losses.count < count, !budget.isSpent {
            budget.spend(steps: 1)
            losses.append(try gradients(scalars(learningRate: 0), from: &source).loss)
            engine.refuse()
        }
        return losses
    }

    /// Loss and gradients of the batches of one step, and whether all images of the last got the
    /// same logits.
    private func gradients(
        _ scalars: StepScalars, from source: inout BatchSource
    ) throws -> (loss: Double, isConstant: Bool) {
        var totals = EvaluationTotals(classes: setup.data.classNames.count, topK: 1)
        var isConstant = false
        for index in 0..<setup.configuration.accumulate {
            let program = try engine.gradientProgram(setup.batchSize, continuesStep: index > 0)
            try source.next(into: program)
            // Each batch of a step draws dropout masks of its own.
            var scalars = scalars
            scalars.seed &+= UInt64(index) << 32
            engine.run(program, scalars)
            let logits = program.result("logits")
            totals.add(
                perSample: program.result("perSample"), logits: logits,
                labels: program.integerInput("labels"))
            isConstant = Self.isConstant(logits, rows: setup.batchSize)
        }
        return (totals.loss, isConstant)
    }

    /// Whether all rows are the same but for rounding.
    private static func isConstant(_ logits: UnsafeBufferPointer<Float>, rows: Int) -> Bool {
        guard rows > 1 else { return false }
        let classes = logits.count / rows
        let first = logits[..<classes]
        let largest = first.reduce(0) { max($0, abs($1)) }
        return logits.indices.allSatisfy { index in
            abs(logits[index] - first[index % classes]) <= 1e-5 * largest
        }
    }
}
