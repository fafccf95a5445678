import BallastEvents

extension RunRecord {
    /// The loss of a model that knows nothing of the classes: `ln K`.
    public var guessingLoss: Double? { classes.map { Double($0).logarithm } }

    /// The steps after which a plateau rule lowered the rate.
    var cutSteps: [Int] {
        guard case .plateau = configuration?.schedule.form else { return [] }
        let rates = self[.learningRate]
        return zip(rates.steps, zip(rates.values, rates.values.dropFirst())).compactMap {
            step, pair in
            pair.1 < 0.999 * pair.0 ? step : nil
        }
    }

    /// The last step, where the run completed before it had made the steps it was meant to.
    var stopStep: Int? {
        guard status == .completed, let planned = plannedSteps, lastStep < planned
        else { return nil }
        return lastStep
    }
}
