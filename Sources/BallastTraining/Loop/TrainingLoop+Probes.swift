import BallastEvents

extension TrainingLoop {
    /// Validates the committed state with a choice of normalization statistics and emits the
    /// record. Neither the state that training goes on from nor the schedule sees anything of it.
    ///
    /// - Parameter reestimationBatches: over how many of the batches that training reads next the
    ///   mode `.reestimated` takes its statistics.
    /// - Throws: what compilation, the data set or the journal throws.
    public func probe(_ mode: ValidationMode, reestimationBatches: Int = 2) throws {
        let measure = { [self] in
            try setup.validator.record(
                of: setup.engine, mode: mode, part: "validation", step: completedSteps,
                epoch: max(0, completedSteps - 1) / setup.stepsPerEpoch
            ).record
        }
        let record =
            switch mode {
            case .eval, .batchStatistics: try measure()
            case .reestimated:
                try setup.engine.withReestimatedStatistics(
                    from: upcomingBatches, batches: reestimationBatches, measure)
            }
        try emit(.validation(record))
    }
}
