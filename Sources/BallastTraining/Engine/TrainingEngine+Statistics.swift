import BallastCore
import BallastData
import BallastNN
import BallastRuntime

extension TrainingEngine {
    /// Runs `body` with running statistics that are the plain means over `batches` batches of
    /// training data under the current weights, and puts the old ones back afterwards.
    ///
    /// Source: Wu and Johnson 2021, "Rethinking batch in batch norm", section 3.2.
    ///
    /// - Parameter source: where the batches come from; a copy, so that its cursor is not moved.
    public func withReestimatedStatistics<Result>(
        from source: BatchSource, batches: Int, _ body: () throws -> Result
    ) throws -> Result {
        let before = store.snapshot(of: registry.runningStatistics)
        defer { store.restore(before) }
        try reestimateStatistics(from: source, batches: batches)
        return try body()
    }

    /// Makes the running statistics the plain means over `batches` batches of training data under
    /// the current weights, and commits them. A model without such is left as it is.
    ///
    /// Steps that normalize by their batch do not see the difference, but the averages that they
    /// leave go on from here.
    ///
    /// - Parameter source: where the full batches come from; a copy, so that its cursor is not
    ///   moved.
    /// - Precondition: nothing is proposed that waits for a commit.
    /// - Throws: what compilation or the data set throws.
    public func reestimateStatistics(from source: BatchSource, batches: Int) throws {
        precondition(!hasProposals, "a proposal waits for its commit or refusal")
        guard !registry.runningStatistics.isEmpty else { return }
        var source = source.fullBatches
        let program = try forwardProgram(source.batchSize, .reestimation)
        for index in 0..<batches {
            try source.next(into: program)
            run(program, StepScalars(statisticsMomentum: 1 / Double(index + 1)))
            commit()
        }
    }
}
