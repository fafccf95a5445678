import BallastData
import BallastStability

extension TrainingLoop {
    /// The curvature of the loss on the next batch under the committed weights, which stay as they
    /// are.
    func sharpness() throws -> SharpnessFacts {
        let training = try TrialTraining(
            from: setup, step: completedSteps, cursor: upcomingBatches.cursor)
        let estimate = try training.sharpness(
            batches: 1, by: PowerIteration(tolerance: 0.05, limit: 20),
            spending: EffortBudget(.none, now: { 0 }))
        training.restore()
        let sharpness = estimate?.value ?? .nan
        return SharpnessFacts(
            step: completedSteps, sharpness: sharpness,
            rateLimit: StabilityLimit(setup.configuration).learningRate(sharpness: sharpness))
    }
}
