import Ballast
import FoundationEssentials

/// Takes one case from its trainings to its result.
struct CaseRunner {
    /// The least worsening that counts, as the logarithm of a ratio: 10 %.
    static let leastEffect = 0.0953
    /// The most by which a repaired run may be worse: 5 %.
    static let tolerance = 0.0488

    let laboratory: Laboratory
    let now: () -> Double

    func path(_ bench: BenchCase) -> String {
        let name = bench.id.replacing("/", with: "__")
        return "\(laboratory.root)/cases/\(name).json"
    }

    /// The result of a case, from its file where it was run before.
    func result(_ bench: BenchCase) throws -> CaseResult {
        if let known = try laboratory.read(CaseResult.self, path(bench)) { return known }
        let start = now()
        var result = empty(bench)
        do {
            try run(bench, &result)
        } catch let error as BallastError {
            result.failure = "\(error)"
        }
        result.seconds = now() - start
        try AtomicFile.write(path(bench), try JSONCoding.encodeIndented(result))
        return result
    }

    private func empty(_ bench: BenchCase) -> CaseResult {
        var result = CaseResult(
            id: bench.id, split: bench.split, group: bench.id, causes: bench.causes,
            acceptable: bench.causes, severity: 0)
        switch bench.truth {
        case .faulty(let mutant):
            result.group = bench.group
            result.acceptable += mutant.acceptable.sorted { $0.rawValue < $1.rawValue }
            result.severity = mutant.severity
            result.onset = mutant.onset
        case .healthy(_, let look): result.look = look
        }
        return result
    }

    private func run(_ bench: BenchCase, _ result: inout CaseResult) throws {
        switch bench.truth {
        case .faulty(let mutant):
            try judgeWorth(mutant, bench.split.seeds, &result)
        case .healthy(let recipe, _):
            result.notCounted = try complaint(ofHealthy: recipe, bench.seed)
        }
        guard result.notCounted == nil else { return }
        let name = bench.id.replacing("/", with: "__")
        let run = try laboratory.recordedRun(bench.recipe, seed: bench.seed, name: name)
        defer { try? FileManager.default.removeItem(atPath: run) }
        let diagnosis = try diagnose(run, bench, &result)
        guard case .faulty(let mutant) = bench.truth else { return }
        let repairs = RepairTrial(laboratory: laboratory, mutant: mutant, split: bench.split)
        result.repair = try repairs.trial(diagnosis)
        guard bench.seed == bench.split.seeds[0] else { return }
        result.baselines?.randomRepair = try repairs.randomRepair(bench.id)
        result.guarded = try repairs.guarded()
    }

    /// Counts a mutant only if it is worse than its twin over the seeds, and the twin trains.
    private func judgeWorth(
        _ mutant: Mutant, _ seeds: [UInt64], _ result: inout CaseResult
    ) throws {
        let twins = try laboratory.courses(mutant.twin, seeds)
        guard twins.allSatisfy({ $0.finite && $0.bestLoss < 0.9 * $0.guessingLoss }) else {
            result.notCounted = "the run without the fault does not train"
            return
        }
        let reference = twins.map { $0.value(mutant.measure) }
        let faulty = try laboratory.courses(mutant.faulty, seeds).map { $0.value(mutant.measure) }
        let effect = PairedTest(faulty, against: reference)
        result.effect = effect
        guard effect.isHigher(by: Self.leastEffect) else {
            result.notCounted = "not worse than without the fault"
            return
        }
        for other in mutant.alternatives {
            let changed = try laboratory.courses(other.recipe, seeds)
                .map { $0.value(mutant.measure) }
            let isWorse = PairedTest(changed, against: reference).isHigher(by: Self.leastEffect)
            if !isWorse { result.acceptable.append(other.cause) }
        }
    }

    /// Why a run that was made to be healthy is not; nil where it is.
    private func complaint(ofHealthy recipe: Recipe, _ seed: UInt64) throws -> String? {
        let course = try laboratory.courses(recipe, [seed])[0]
        if !course.finite { return "it broke off" }
        if course.bestLoss > 0.95 * course.guessingLoss { return "it does not train" }
        if course.rise > 1.15 { return "its loss rises in the end" }
        return nil
    }

    /// - Returns: that with re-runs.
    private func diagnose(
        _ run: String, _ bench: BenchCase, _ result: inout CaseResult
    ) throws -> Diagnosis {
        var examination = try RunExamination(
            run, now: now, makeBackend: laboratory.backend(threads:),
            makeSetup: laboratory.setupMaker(bench.recipe, seed: bench.seed))
        let record = try examination.record()
        result.steps = record[.trainLoss].count
        result.baselines = CaseResult.Baselines(record)
        result.firstAlarm = LiveAlarm(record).step
        examination.usesReplays = false
        result.log = try timed { try examination.diagnose() }.answer
        examination.usesReplays = true
        var steps = 0
        let (diagnosis, answer) = try timed {
            try examination.diagnose(progress: { steps = max(steps, $0.steps) })
        }
        result.full = answer
        result.replaySteps = steps
        return diagnosis
    }

    private func timed(
        _ diagnose: () throws -> Diagnosis
    ) rethrows -> (diagnosis: Diagnosis, answer: CaseResult.Answer) {
        let start = now()
        let diagnosis = try diagnose()
        return (diagnosis, CaseResult.Answer(diagnosis, seconds: now() - start))
    }
}

extension CaseResult.Answer {
    init(_ diagnosis: Diagnosis, seconds: Double) {
        health = diagnosis.health
        suspects = diagnosis.causes.map {
            Suspect(cause: $0.cause, verdict: $0.verdict, probability: $0.probability)
        }
        symptoms = diagnosis.findings.map { "\($0.symptom.rawValue) of \($0.channel.rawValue)" }
        notes = diagnosis.notes
        self.seconds = seconds
    }
}
