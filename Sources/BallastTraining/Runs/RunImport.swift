import BallastCore
import BallastData
import BallastEvents
import BallastRuntime

/// Makes a run of weights that another program trained.
public struct RunImport {
    /// A safetensors file with torchvision's names.
    public var weights: String
    /// What names the model, its normalization and its arithmetic.
    public var configuration: RunConfiguration
    /// One per class.
    public var classNames: [String]
    public var preprocessing: Preprocessing

    public init(
        weights: String, configuration: RunConfiguration, classNames: [String],
        preprocessing: Preprocessing
    ) {
        self.weights = weights
        self.configuration = configuration
        self.classNames = classNames
        self.preprocessing = preprocessing
    }

    /// The name of class `index` where a person gave none.
    public static func className(_ index: Int) -> String { "class \(index)" }

    /// Loads the weights and writes the run, complete at step 0, with them as its checkpoint.
    ///
    /// - Returns: sentences that a person should read, such as about tensors that were left out.
    /// - Throws: ``BallastError`` that names a tensor which is missing or of another shape;
    ///   nothing is written then.
    public func write(
        to path: String, machine: MachineSummary, now: () -> Double,
        makeBackend: (_ threads: Int) -> any Backend
    ) throws -> [String] {
        try RunDirectory.refuseExisting(path)
        let engine = try TrainedModel.engine(
            configuration, preprocessing, classes: classNames.count, activations: .float32,
            threads: 1, batchSize: 1, makeBackend: makeBackend)
        let notes = try WeightLoader(path: weights).load(into: engine, allowsNewHead: false)
        let manifest = RunManifest(
            configuration: configuration, seed: configuration.seed,
            versions: SoftwareVersions(
                ballast: BallastVersion.current, backend: engine.store.backend.name),
            machine: machine, status: .completed, classNames: classNames,
            preprocessing: preprocessing, datasetDigest: "", steps: 0,
            parameters: engine.parameterCount)
        let directory = try RunDirectory(creating: path, manifest: manifest)
        let store = CheckpointStore(directory)
        try store.save(engine, Checkpoint(step: 0, cursor: .start, plateau: nil))
        let journal = try RunJournal(directory.eventsPath)
        for note in ["imported from \(weights)"] + notes {
            try journal.append(RunEvent(.note(note), time: now()))
        }
        try journal.append(
            RunEvent(.checkpoint(step: 0, path: store.relativePath(0)), time: now()))
        return notes
    }
}
