import Ballast

/// The figures of a set of results.
struct Figures: Codable, Sendable {
    struct Doctor: Codable, Sendable {
        var detected = 0
        /// Leading causes that are right answers.
        var rightFirst = 0
        /// Causes named, those of them that are right, and causes there were, those of them named.
        var named = 0
        var namedRight = 0
        var present = 0
        var presentNamed = 0
        var brier = 0.0
        var calibrationError = 0.0
    }

    var cases = 0
    var notCounted = 0
    var failed = 0
    var log = Doctor()
    var full = Doctor()
    var repaired = 0
    var repairTried = 0
    /// Steps between the fault and the alarm; the median.
    var delay: Double?
    /// Steps of re-runs per step of the run; the mean.
    var cost: Double?
    var autoTrainerDetected = 0
    var autoTrainerRight = 0
    var sixSigmaDetected = 0
    var randomRepaired = 0
    var randomTried = 0
    /// Steps of guarded runs per planned step.
    var guardedSteps: Double?

    /// - Parameter results: of faulty runs.
    init(_ results: [CaseResult]) {
        notCounted = results.count { $0.notCounted != nil }
        failed = results.count { $0.failure != nil }
        let counted = results.filter { $0.notCounted == nil && $0.failure == nil }
        cases = counted.count
        log = Doctor(counted.compactMap { result in result.log.map { (result, $0) } })
        full = Doctor(counted.compactMap { result in result.full.map { (result, $0) } })
        repairTried = counted.count { $0.repair != nil }
        repaired = counted.count { $0.repair?.repaired ?? false }
        delay = Self.median(counted.compactMap(Self.delay))
        cost = Self.mean(counted.map { Double($0.replaySteps) / Double(max(1, $0.steps)) })
        let baselines = counted.compactMap { result in result.baselines.map { (result, $0) } }
        autoTrainerDetected = baselines.count { !$1.autoTrainer.isEmpty }
        autoTrainerRight = baselines.count { result, baseline in
            baseline.autoTrainerCause.map(result.acceptable.contains) ?? false
        }
        sixSigmaDetected = baselines.count { $1.sixSigma != nil }
        randomTried = baselines.count { $1.randomRepair != nil }
        randomRepaired = baselines.count { $1.randomRepair ?? false }
        guardedSteps = Self.mean(
            counted.compactMap(\.guarded).map { Double($0.stepsMade) / Double($0.plannedSteps) })
    }

    private static func delay(_ result: CaseResult) -> Double? {
        guard let onset = result.onset, let alarm = result.firstAlarm else { return nil }
        return Double(max(0, alarm - onset))
    }

    static func median(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.sorted()[values.count / 2]
    }

    static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}

extension Figures.Doctor {
    /// Deciles of the probability.
    private static let bins = 10

    init(_ answers: [(result: CaseResult, answer: CaseResult.Answer)]) {
        var guesses: [(probability: Double, right: Bool)] = []
        for (result, answer) in answers {
            let acceptable = Set(result.acceptable)
            if answer.detected { detected += 1 }
            if let leading = answer.leading, acceptable.contains(leading.cause) { rightFirst += 1 }
            named += answer.named.count
            namedRight += answer.named.intersection(acceptable).count
            present += result.causes.count
            presentNamed += result.causes.count { answer.named.contains($0) }
            guesses += answer.suspects.map {
                ($0.probability, acceptable.contains($0.cause))
            }
        }
        calibrate(guesses)
    }

    private mutating func calibrate(_ guesses: [(probability: Double, right: Bool)]) {
        guard !guesses.isEmpty else { return }
        let count = Double(guesses.count)
        brier =
            guesses.reduce(0) {
                let error = $1.probability - ($1.right ? 1 : 0)
                return $0 + error * error
            } / count
        let bins = Dictionary(grouping: guesses) {
            min(Self.bins - 1, Int($0.probability * Double(Self.bins)))
        }
        calibrationError = bins.values.reduce(0) { sum, bin in
            let claimed = bin.reduce(0) { $0 + $1.probability }
            let right = Double(bin.count { $0.right })
            return sum + abs(claimed - right) / count
        }
    }
}
