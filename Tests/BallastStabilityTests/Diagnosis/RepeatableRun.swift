import BallastCore
import BallastEvents
import BallastStability

/// A run whose course is a function of its configuration, in the place of a training.
///
/// Its training loss falls, and from `onset` on leaves its course unless every fault that is asked
/// for has been taken out of the configuration.
struct RepeatableRun: ReplayRunner {
    var configuration = RunConfiguration()
    var onset = 40
    var length = 60
    /// Whether a configuration, with its rates scaled, still has the fault.
    var isFaulty: (RunConfiguration, _ rateFactor: Double) -> Bool
    /// How many times as high as it could be the whole course is.
    var height: (RunConfiguration, _ rateFactor: Double) -> Double = { _, _ in 1 }
    /// Added to every replayed loss, as on another machine.
    var drift = 0.0

    var startingSteps: [Int] { [0, 20] }

    func record() -> RunRecord {
        var record = course(configuration, rateFactor: 1, from: 0, to: length)
        record.source = RecordSource(kind: "ballast-run", path: "scripted", steps: length)
        record.status = .completed
        return record
    }

    func replay(_ request: ReplayRequest, shouldStop: () -> Bool) throws -> RunRecord {
        var (changed, factor) = (configuration, 1.0)
        switch request.intervention {
        case .unchanged, .skipBatches: break
        case .configure(let change): changed = try change.applied(to: configuration)
        case .scaleRate(let by): factor = by
        default:
            throw BallastError(.usage, "not scripted: \(request.intervention)", at: "replay")
        }
        var last = request.fromStep
        while last < request.toStep, !shouldStop() { last += 1 }
        var record = course(changed, rateFactor: factor, from: request.fromStep, to: last)
        if drift != 0 {
            let series = record[.trainLoss]
            record.series[.trainLoss] = Series(
                steps: series.steps, values: series.values.map { $0 + drift })
        }
        return record
    }

    private func course(
        _ configuration: RunConfiguration, rateFactor: Double, from: Int, to: Int
    ) -> RunRecord {
        var record = RunRecord(source: RecordSource(kind: "replay", path: "scripted", steps: to))
        record.configuration = configuration
        record.classes = 7
        record.plannedSteps = length
        let isFaulty = isFaulty(configuration, rateFactor)
        let height = height(configuration, rateFactor)
        var (losses, rates) = (Series(), Series())
        for step in max(1, from + 1)...max(1, from + 1, to) {
            let noise = CounterRandom(seed: 1, stream: .probe).uniform(UInt64(step))
            var loss = (1.9 - 0.02 * Double(step) + 0.05 * Double(noise)) * height
            if isFaulty, step >= onset { loss *= 20 }
            losses.append(loss, at: step)
            rates.append(configuration.learningRate * rateFactor, at: step)
        }
        record.series = [.trainLoss: losses, .learningRate: rates]
        return record
    }
}
