import BallastCore
import BallastTraining

/// Answers a race from a script instead of training.
final class ScriptedLaboratory: RemedyLaboratory {
    /// How a training of some remedies goes.
    struct Script {
        /// Nil: no rate is stable.
        var stable: Double? = 0.1
        /// The steps at which the loss has fallen to 1, from 2, at a half of the highest stable
        /// rate. It falls on by a straight line, to 0.1 at the lowest.
        var stepsToOne = 100.0
        /// Where the loss ends to fall.
        var floor = 0.1
        var fault: String?
        var isFinite = true
        var imagesPerStep = 10
    }

    struct Question: Hashable {
        var name: String
        var rate: Double
        var seed: UInt64
        var length: Int
    }

    /// By the names of the remedies; what is missing goes as the baseline does.
    var scripts: [String: Script]
    /// Answers after which the budget is spent.
    var budget = Int.max
    private(set) var courses: [Question] = []
    private(set) var searches: [(name: String, seeds: Int)] = []

    init(_ scripts: [String: Script]) {
        self.scripts = scripts
    }

    let guessingLoss = 2.0

    let isInterrupted = false

    var isSpent: Bool { courses.count + searches.count >= budget }

    private func script(_ remedies: RemedySet) -> Script {
        scripts[remedies.name] ?? scripts["baseline"] ?? Script()
    }

    func stableRate(
        of remedies: RemedySet, effort: StabilityEffort, near guess: Double?
    ) throws -> StableRateInterval {
        let script = script(remedies)
        if let fault = script.fault {
            throw BallastError(.usage, fault, at: "--model")
        }
        searches.append((remedies.name, effort.seeds))
        return StableRateInterval(
            stable: script.stable, unstable: script.stable.map { $0 * 1.2 } ?? 1e-8, trials: [],
            isClosed: true)
    }

    func course(
        of remedies: RemedySet, rate: Double, seed: UInt64, length: Int
    ) throws -> RemedyCourse? {
        guard !isSpent else { return nil }
        courses.append(Question(name: remedies.name, rate: rate, seed: seed, length: length))
        let script = script(remedies)
        // At other rates than the half it is half as fast.
        let isHalf = abs(rate / ((script.stable ?? 1) / 2) - 1) < 0.02
        let slope = (isHalf ? 1 : 0.5) / script.stepsToOne
        let points = (0...length).filter { $0 == 0 || RacePlan.validates(at: $0, of: length) }
        return RemedyCourse(
            learningRate: rate, seed: seed, length: length,
            validations: points.map {
                ValidationPoint(step: $0, loss: max(script.floor, 2 - Double($0) * slope))
            }, isFinite: script.isFinite, stepSeconds: 0.001, imagesPerStep: script.imagesPerStep)
    }
}
