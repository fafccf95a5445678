import BallastEvents
import BallastOptimizers

/// Makes trials of one training at constant rates, and judges them.
///
/// Each begins at the training's start. The configuration's warm-up, as far as the start has it
/// before it, comes first; then the rate is held for the horizon, whatever the schedule, because
/// the highest rate of a schedule is what has to be borne.
public final class RateTrialRunner {
    /// The batches by which the loss before the first update is taken.
    public static let startBatches = 16

    public let training: TrialTraining
    /// Steps at the whole rate, at least 16.
    public let horizon: Int
    private var starts: [UInt64: LossSample] = [:]

    public init(_ training: TrialTraining, horizon: Int) {
        precondition(horizon >= 16, "a horizon of \(horizon) steps shows nothing")
        self.training = training
        self.horizon = horizon
    }

    /// One trial. It ends early where it is hopeless.
    ///
    /// - Returns: nil where the budget ran out before the verdict.
    public func trial(
        _ learningRate: Double, seed: UInt64, spending budget: EffortBudget
    ) throws -> RateTrial? {
        try training.begin(seed: seed)
        guard let start = try startSample(seed, budget) else { return nil }
        var judge = StabilityJudge(
            horizon: horizon, start: start, guessingLoss: training.guessingLoss)
        let warmup = training.setup.configuration.warmup
        let length = max(0, warmup - training.stateSteps) + horizon
        var peak = start.mean
        var verdict: StabilityVerdict?
        while training.steps < length, verdict == nil {
            guard !budget.isSpent else { return nil }
            let factor =
                warmup > 0 ? LinearWarmup.factor(at: training.stateSteps, steps: warmup) : 1
            let step = try training.step(learningRate: learningRate * factor, spending: budget)
            verdict = judge.add(step)
            peak = step.loss.isNaN || peak.isNaN ? .nan : max(peak, step.loss)
        }
        return RateTrial(
            learningRate: learningRate, seed: seed,
            verdict: verdict ?? judge.verdict, steps: training.steps,
            startLoss: start.mean, peakLoss: peak, endLoss: judge.end?.mean ?? start.mean)
    }

    private func startSample(_ seed: UInt64, _ budget: EffortBudget) throws -> LossSample? {
        if let known = starts[seed] { return known }
        let losses = try training.losses(Self.startBatches, spending: budget)
        guard losses.count == Self.startBatches else { return nil }
        let sample = LossSample(losses)
        starts[seed] = sample
        return sample
    }
}
