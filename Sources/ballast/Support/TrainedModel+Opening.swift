import Ballast

extension TrainedModel {
    /// Opens a run for a command, in float32 where the processor lacks the run's arithmetic.
    static func open(
        _ path: String, _ options: CheckpointOptions, threads: Int?, batchSize: Int = 1
    ) throws -> TrainedModel {
        if let threads, threads < 1 {
            throw BallastError(
                .usage, "the value is \(threads)", at: "--threads",
                mend: "give a whole number of at least 1")
        }
        return try TrainedModel(
            run: path, checkpoint: options.checkpoint, averaged: options.average,
            activations: DNNLBackend.supportsBFloat16 ? nil : .float32, threads: threads,
            batchSize: batchSize, makeBackend: Backends.make(threads:))
    }
}
