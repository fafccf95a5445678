import BallastCore
import BallastData
import BallastEvents
import BallastRuntime
import BallastStability

/// Makes the steps of a run again from its checkpoints, with one thing changed. The run's directory
/// is only read.
///
/// Same seed, machine and thread count give the same bits, so that a replay with nothing changed
/// repeats the recorded losses exactly.
public final class RunReplayer {
    /// Makes the setup of a configuration, with the preprocessing of the run that is replayed
    /// where the pixels are to look the same.
    public typealias SetupMaker = (RunConfiguration, Preprocessing?) throws -> TrainingSetup

    let manifest: RunManifest
    let store: CheckpointStore
    private let makeSetup: SetupMaker
    /// The setup that was used last, by what it was compiled for.
    private var cached: (key: RunConfiguration, setup: TrainingSetup)?

    /// - Parameters:
    ///   - path: a run directory.
    ///   - makeSetup: for runs on data or models of one's own; nil: what the configuration names.
    /// - Throws: ``BallastError`` where there is no run, or its data is not what it was.
    public init(
        opening path: String, makeBackend: @escaping (_ threads: Int) -> any Backend,
        makeSetup: SetupMaker? = nil
    ) throws {
        let directory = try RunDirectory(opening: path)
        manifest = try directory.manifest()
        store = CheckpointStore(directory)
        self.makeSetup =
            makeSetup ?? { try TrainingSetup($0, preprocessing: $1, makeBackend: makeBackend) }
        guard try setup(for: configuration).data.digest == manifest.datasetDigest else {
            throw BallastError(
                .badInput, "the data is not what it was when the run began", at: path,
                mend: "restore the data; until then only the run's record can be diagnosed")
        }
    }

    /// The run's own configuration, on the number of threads it had.
    var configuration: RunConfiguration {
        var configuration = manifest.configuration
        configuration.threads =
            configuration.threads ?? min(manifest.machine.threads, ThreadChoice.processors)
        return configuration
    }

    /// A setup whose engine was compiled for a configuration; its state is that of whoever used it
    /// last.
    func setup(for configuration: RunConfiguration) throws -> TrainingSetup {
        let key = configuration.compiledPart
        if let cached, cached.key == key { return try cached.setup.changing(to: configuration) }
        // Other pixels are measured anew; the rest of the preprocessing is the run's.
        let keepsPixels = configuration.pixels == manifest.configuration.pixels
        let made = try makeSetup(configuration, keepsPixels ? manifest.preprocessing : nil)
        cached = (key, made)
        return made
    }

    /// A loop that stands at a step of the run, under another configuration.
    ///
    /// - Parameters:
    ///   - step: one with a checkpoint; 0 is always possible.
    ///   - seed: draws other initial weights where `step` is 0.
    func loop(
        _ configuration: RunConfiguration, at step: Int, seed: UInt64? = nil,
        emit: @escaping (RunEvent.Kind) -> Void = { _ in }
    ) throws -> TrainingLoop {
        let setup = try setup(for: configuration)
        let loop = TrainingLoop(setup, emit: emit)
        let startsAnew =
            seed != nil || configuration.startingPart != self.configuration.startingPart
        if step == 0, startsAnew || !store.steps().contains(0) {
            try setup.initialize(seed: seed ?? configuration.seed)
        } else {
            try loop.restore(step, from: store)
        }
        return loop
    }
}

extension RunConfiguration {
    /// This configuration with everything set alike that a compiled setup does not depend on.
    fileprivate var compiledPart: RunConfiguration {
        var part = self
        if case .oneCycle = schedule.form {} else { part.schedule = .constant }
        part.learningRate = 1
        part.warmup = 0
        part.epochs = nil
        part.steps = nil
        part.order = .shuffled
        part.orderSeed = nil
        part.loaderThreads = nil
        part.validateEvery = .epoch
        part.validationBatches = .all
        part.checkpointEvery = .epoch
        part.keepCheckpoints = .all
        part.bestMetric = nil
        part.reestimate = 0
        part.earlyStop = nil
        part.guardMode = .observe
        part.out = nil
        part.resume = nil
        return part
    }

    /// What the initial state depends on.
    fileprivate var startingPart: [String?] {
        [
            model, normalization?.rawValue, activation?.rawValue, weights,
            initialization?.description, optimizer.rawValue, "\(seed)", "\(momentum > 0)",
            "\(ema != nil)",
        ]
    }
}
