import BallastCore
import BallastEvents
import BallastStability

/// What a replay does differently: a configuration, and changes of single steps.
struct ReplayCourse {
    var configuration: RunConfiguration
    /// The batches of these steps are passed over.
    var skipped: Set<Int> = []
    /// Batches that hold one of these training samples are passed over.
    var excluded: Set<Int> = []
    /// The rate of a step, from what the schedule says; nil leaves it.
    var rate: ((_ step: Int, _ scheduled: Double) -> Double)?

    /// - Throws: ``BallastError`` for a change that no replay can make.
    init(_ request: ReplayRequest, of run: RunConfiguration) throws {
        configuration = run
        if !request.keepsGuard { configuration.guardMode = .observe }
        if let seed = request.seed { configuration.orderSeed = seed }
        let start = request.fromStep
        switch request.intervention {
        case .unchanged: break
        case .configure(let change):
            configuration = try change.applied(to: configuration)
        case .scaleRate(let factor): rate = { $1 * factor }
        case .rampRate(let steps):
            rate = { step, scheduled in
                scheduled * min(1, Double(step - start) / Double(max(1, steps)))
            }
        case .holdRate:
            var held: Double?
            rate = { _, scheduled in
                let rate = held ?? scheduled
                held = rate
                return rate
            }
        case .freezeWeights: rate = { _, _ in 0 }
        case .skipBatches(let steps): skipped = Set(steps)
        case .clip(let norm): configuration.clipNorm = norm
        case .reestimateStatistics(let batches): configuration.reestimate = batches
        case .quarantine(let samples): excluded = Set(samples)
        case .doublePrecision, .rollBack:
            throw BallastError(
                .usage, "no re-run can be made with \(request.intervention)", at: "replay")
        }
    }
}
