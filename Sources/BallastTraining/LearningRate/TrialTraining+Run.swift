import BallastCore
import BallastEvents
import BallastRuntime

extension TrialTraining {
    /// Trials that go on from a checkpoint of a run. The run's files are only read.
    ///
    /// - Parameters:
    ///   - threads: nil for those that the run used, as far as this machine has them.
    /// - Throws: ``BallastError`` for a run or checkpoint that is missing or damaged, and where the
    ///   data changed.
    public convenience init(
        run path: String, checkpoint: CheckpointChoice, threads: Int? = nil,
        makeBackend: (_ threads: Int) -> any Backend
    ) throws {
        let directory = try RunDirectory(opening: path)
        let manifest = try directory.manifest()
        let step = try checkpoint.step(in: directory)
        var configuration = manifest.configuration
        configuration.threads =
            threads ?? configuration.threads
            ?? min(manifest.machine.threads, ThreadChoice.processors)
        // The checkpoint holds the weights; the file that the run began with may be gone.
        configuration.weights = nil
        let setup = try TrainingSetup(
            configuration, preprocessing: manifest.preprocessing, makeBackend: makeBackend)
        guard setup.data.digest == manifest.datasetDigest else {
            throw BallastError(
                .badInput, "the data is not what it was when the run began", at: path,
                mend: "restore the data")
        }
        let record = try CheckpointStore(directory).restore(step, into: setup.engine)
        try self.init(from: setup, step: record.step, cursor: record.cursor)
    }
}
