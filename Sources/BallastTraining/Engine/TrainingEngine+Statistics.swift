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
        let slots = registry.runningStatistics
        let before = slots.map { (slot: $0, values: store.load($0)) }
        defer {
            for (slot, values) in before { store.store(values, in: slot) }
        }
        var source = source
        let program = try forwardProgram(source.batchSize, .reestimation)
        for index in 0..<batches {
            try source.next(into: program)
            run(program, StepScalars(statisticsMomentum: 1 / Double(index + 1)))
            commit()
        }
        return try body()
    }
}
