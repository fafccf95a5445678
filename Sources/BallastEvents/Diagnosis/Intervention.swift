/// One thing done differently: by the guard in a run, by a replay that tests a cause, or by a
/// remedy.
public enum Intervention: Hashable, Sendable, Codable {
    /// Nothing: the control.
    case unchanged
    /// Other values of the configuration, in force from the first step of the replay.
    case configure(ConfigurationChange)
    /// Every learning rate times a factor.
    case scaleRate(by: Double)
    /// The rate rises linearly to its own course over the first steps of the replay.
    case rampRate(steps: Int)
    /// The rate stays what it was in the replay's first step.
    case holdRate
    /// The batches of these steps are passed over.
    case skipBatches(ClosedRange<Int>)
    /// These training samples are left out: the guard takes them out of every batch from the next
    /// epoch on, a replay passes the batches over that hold one.
    case quarantine(samples: [Int])
    /// The gradients are scaled down to at most this global norm in this step.
    case clip(norm: Double)
    /// Running statistics are estimated anew over this many training batches before validation.
    case reestimateStatistics(batches: Int)
    /// The weights do not move; running statistics do.
    case freezeWeights
    /// The state of an earlier step is put back.
    case rollBack(toStep: Int)
    /// The same steps in another arithmetic, with 64 bits.
    case doublePrecision
}

extension Intervention: CustomStringConvertible {
    /// What is done, such as `the learning rate times 0.5`.
    public var description: String {
        switch self {
        case .unchanged: "nothing changed"
        case .configure(let change): "\(change)"
        case .scaleRate(let factor): "the learning rate times \(factor)"
        case .rampRate(let steps): "the learning rate ramped up over \(steps) steps"
        case .holdRate: "the learning rate held"
        case .skipBatches(let steps):
            steps.count == 1
                ? "the batch of step \(steps.lowerBound) left out"
                : "the batches of steps \(steps.lowerBound) to \(steps.upperBound) left out"
        case .quarantine(let samples): "\(samples.count) training samples left out"
        case .clip(let norm): "the gradient clipped to norm \(norm)"
        case .reestimateStatistics(let batches):
            "running statistics estimated anew over \(batches) batches"
        case .freezeWeights: "the weights held still"
        case .rollBack(let step): "rolled back to step \(step)"
        case .doublePrecision: "computed in 64 bits"
        }
    }
}
