import BallastData
import BallastEvents
import BallastRuntime

/// Measures of each training step what the schedule asks for, between its proposal and its
/// judgement.
///
/// Probes read what the step leaves in memory: activations while the pass runs, parameters and
/// gradients behind it. They write no state and change no plan, so training is the same with them,
/// bit for bit.
struct Probes {
    let schedule: ProbeSchedule
    private let engine: TrainingEngine
    private let batchSize: Int
    /// Nil where the schedule of the rate moves the momentum too.
    private let constantMomentum: Double?
    private var batch = BatchProbe()
    /// What was seen of the layers in this step, if they are due.
    private var sight: LayerObserver.Sight?

    init(
        _ schedule: ProbeSchedule, engine: TrainingEngine, batchSize: Int,
        constantMomentum: Double?
    ) {
        self.schedule = schedule
        self.engine = engine
        self.batchSize = batchSize
        self.constantMomentum = constantMomentum
    }

    init(_ setup: TrainingSetup) {
        let configuration = setup.configuration
        self.init(
            ProbeSchedule(configuration.probes), engine: setup.engine,
            batchSize: setup.batchSize,
            constantMomentum: configuration.schedule.cyclesMomentum
                ? nil : configuration.usualMomentum)
    }

    /// Runs one pass of a step, as the engine does, and takes note of its batch.
    ///
    /// - Parameter index: counts the batches of the step from 0; layers are looked at in the first.
    mutating func run(
        _ program: Executable, _ info: BatchInfo, pass index: Int, _ scalars: StepScalars
    ) throws {
        if index == 0 {
            batch.begin()
            sight = nil
        }
        if index == 0, schedule.isDue(schedule.layers, at: scalars.step) {
            let observer = try engine.layerObserver(info.count)
            var sight = observer.begin()
            engine.run(program, scalars, observing: observer.observation) { value, view in
                observer.look(at: value, view, &sight)
            }
            self.sight = sight
        } else {
            engine.run(program, scalars)
        }
        if schedule.batch > 0 || schedule.worstShare > 0 {
            batch.add(info, losses: program.result("perSample"))
        }
    }

    /// Completes the record of a step, whose update is proposed, by what is due.
    ///
    /// - Returns: the record, and that of the layers if they are due.
    /// - Throws: what compilation throws at a probe's first time.
    func measure(
        _ record: StepRecord, _ totals: EvaluationTotals, _ scalars: StepScalars
    ) throws -> (record: StepRecord, layers: LayerRecord?) {
        var record = record
        let step = scalars.step
        if schedule.isDue(schedule.momentum, at: step) {
            record.momentum = constantMomentum ?? scalars.momentum
        }
        if schedule.isDue(schedule.labelCounts, at: step) {
            record.labelCounts = totals.perClass.map(\.samples)
        }
        if schedule.isDue(schedule.batch, at: step) { record.batch = batch.identity }
        if schedule.isDue(schedule.worstShare, at: step) { record.worstShare = batch.worstShare }
        if schedule.isDue(schedule.updateRatio, at: step) {
            record.updateRatio = try updateRatio(scalars)
        }
        guard var layers = sight?.probes else { return (record, nil) }
        let observed = try engine.layerObserver(batchSize).layers
        try engine.parameterProgram(observed).measure(scalars, into: &layers)
        return (record, LayerRecord(step: step, layers: layers))
    }

    private func updateRatio(_ scalars: StepScalars) throws -> Double {
        let program = try engine.updateRatioProgram()
        program.run(scalars)
        let (update, weight) = (program.result("update")[0], program.result("weight")[0])
        return (Double(update) / Double(weight)).squareRoot()
    }
}

extension RunConfiguration {
    /// The momentum of steps to which the schedule of the rate prescribes none.
    fileprivate var usualMomentum: Double {
        switch optimizer {
        case .sgd, .rmsprop: momentum
        case .adam, .adamw: beta1
        }
    }
}
