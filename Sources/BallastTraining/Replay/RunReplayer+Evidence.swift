import BallastCore
import BallastData
import BallastEvents
import BallastNN
import BallastRuntime
import BallastStability

extension RunReplayer: EvidenceSource {
    public var hasRunningStatistics: Bool {
        (try? setup(for: configuration).engine.registry.runningStatistics.isEmpty == false) ?? false
    }

    public func inputs() throws -> InputFacts {
        let setup = try setup(for: configuration)
        let batches = setup.batches()
        var facts = try InputSurvey(batches.imageShape).facts(of: batches)
        guard !facts.outliers.isEmpty else { return facts }
        let holding = batches.batchIndices(epoch: 0).enumerated().filter {
            $0.element.contains { facts.outliers[$0] != nil }
        }
        let steps = holding.map { $0.offset / setup.configuration.accumulate + 1 }
        facts.outlierSteps = Set(steps).sorted()
        return facts
    }

    public func order() throws -> OrderFacts {
        let setup = try setup(for: configuration)
        return OrderSurvey(classes: setup.data.classNames.count).facts(of: setup.batches())
    }

    public func layers(at step: Int) throws -> [LayerProbe] {
        let loop = try standing(at: step)
        let scalars = StepScalars(
            learningRate: 0, step: step + 1, seed: manifest.configuration.seed)
        let engine = loop.setup.engine
        let layers = try engine.layerProbes(next: loop.upcomingBatches, scalars)
        engine.refuse()
        return layers
    }

    public func validation(at step: Int) throws -> ValidationFacts {
        let loop = try standing(at: step)
        let (setup, engine) = (loop.setup, loop.setup.engine)
        let validator = setup.validator
        let perBatch = try validator.all.batchLosses(of: engine)
        let recorded = try validator.totals(of: engine).loss
        let batchStatistics = try validator.totals(of: engine, mode: .batchStatistics).loss
        let batches = max(2, min(64, 256 / max(1, setup.batchSize)))
        let reestimated = try engine.withReestimatedStatistics(
            from: loop.upcomingBatches, batches: batches
        ) { try validator.totals(of: engine).loss }
        let samples = perBatch.reduce(0) { $0 + $1.samples }
        return ValidationFacts(
            step: step, recorded: recorded,
            full: perBatch.reduce(0) { $0 + $1.loss * Double($1.samples) } / Double(samples),
            batchStatistics: batchStatistics, reestimated: reestimated,
            perBatch: perBatch.map(\.loss))
    }

    public func batch(ofStep step: Int, states: [Int]) throws -> BatchFacts {
        let batch = try info(ofBatch: step)
        var samples: [(index: Int, loss: Float)] = []
        var rest: [Float] = []
        let found = try states.map { state -> BatchFacts.State in
            let loop = try standing(at: state)
            let engine = loop.setup.engine
            var source = loop.upcomingBatches.fullBatches
            let own = try source.losses(
                of: batch, engine.forwardProgram(batch.count, .batchStatistics))
            let program = try engine.forwardProgram(source.batchSize, .batchStatistics)
            samples = Array(zip(batch.indices, own))
            rest = []
            let others = try (0..<Self.otherBatches).map { _ -> Double in
                try source.next(into: program)
                program.run(StepScalars())
                rest += Array(program.result("perSample"))
                return Self.mean(program.result("perSample"))
            }
            return BatchFacts.State(step: state, loss: Self.mean(own), others: others)
        }
        samples.sort { $0.loss > $1.loss }
        let highest = rest.filter(\.isFinite).max() ?? .infinity
        return BatchFacts(
            step: step, samples: samples.map(\.index),
            outstanding: samples.filter { !($0.loss <= highest) }.map(\.index), states: found)
    }

    public func sharpness(at step: Int) throws -> SharpnessFacts {
        let loop = try standing(at: step)
        return try loop.sharpness()
    }

    /// With how many other batches a batch is compared.
    private static let otherBatches = 12

    /// A loop with the weights of a step, made from the checkpoint before it.
    func standing(at step: Int) throws -> TrainingLoop {
        let start = startingSteps.last { $0 <= step } ?? 0
        let loop = try loop(observing, at: start)
        while loop.completedSteps < step {
            let decision = try loop.step()
            try loop.validateIfDue()
            guard decision.action != .stop else { break }
        }
        return loop
    }

    /// The training samples of a step's batch, the first one where several make a step.
    private func info(ofBatch step: Int) throws -> BatchInfo {
        let start = startingSteps.last { $0 < step } ?? 0
        let loop = try loop(observing, at: start)
        for _ in start..<(step - 1) { loop.passOverBatch() }
        var source = loop.upcomingBatches
        return source.passOver()
    }

    var observing: RunConfiguration {
        var configuration = configuration
        configuration.guardMode = .observe
        return configuration
    }

    private static func mean(_ losses: some Collection<Float>) -> Double {
        losses.reduce(0) { $0 + Double($1) } / Double(max(1, losses.count))
    }
}

extension BatchSource {
    /// The loss of each sample of a batch under the weights of a program.
    fileprivate mutating func losses(
        of batch: BatchInfo, _ program: Executable
    ) throws -> [Float] {
        try fill(
            batch.indices, epoch: batch.epoch, images: program.floatInput("images").baseAddress!,
            labels: program.integerInput("labels").baseAddress!)
        program.run(StepScalars())
        return Array(program.result("perSample"))
    }
}
