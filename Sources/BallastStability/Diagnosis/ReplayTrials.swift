import BallastCore
import BallastEvents

/// Re-runs for the suspects of one case, within a budget.
///
/// Each complaint has one control per starting step: the same steps with nothing changed. A trial
/// is credited with the share of the control's damage that its one change removes.
struct ReplayTrials {
    private let file: CaseFile
    private let runner: any ReplayRunner
    private let budget: ReplayBudget
    private let now: () -> Double
    private let progress: (DiagnosisProgress) -> Void
    private let shouldStop: () -> Bool
    private let start: Double
    private var steps = 0
    private var controls: [ControlKey: RunRecord] = [:]
    private(set) var notes: [String] = []
    private(set) var summaries: [ReplaySummary] = []

    private struct ControlKey: Hashable {
        let complaint: Complaint
        let fromStep: Int
    }

    init(
        _ file: CaseFile, _ runner: any ReplayRunner, budget: ReplayBudget,
        now: @escaping () -> Double, progress: @escaping (DiagnosisProgress) -> Void,
        shouldStop: @escaping () -> Bool
    ) {
        self.file = file
        self.runner = runner
        self.budget = budget
        self.now = now
        self.progress = progress
        self.shouldStop = shouldStop
        start = now()
    }

    /// Tries the counterfactuals of every suspect that a re-run can tell about, likeliest first
    /// among the equally specific; a suspect's trials end with its first cure.
    mutating func run(_ suspects: inout [Suspect]) throws {
        for index in order(suspects) {
            guard let complaint = suspects[index].suspicion.complaint else { continue }
            guard !suspects[index].suspicion.isFact else { continue }
            for counterfactual in suspects[index].hypothesis.counterfactuals(file) {
                guard !isSpent else { break }
                do {
                    let isCured = try test(counterfactual, complaint, &suspects[index])
                    if isCured { break }
                } catch let error as BallastError {
                    suspects[index].remarks.append(
                        "a re-run (\(counterfactual.intervention)) could not be made: \(error.what)"
                    )
                }
            }
        }
        if isSpent {
            notes.append(
                "the budget of \(budget.steps) steps and \(Wording.number(budget.seconds)) seconds "
                    + "was spent after \(steps) steps of re-runs; `--budget` allows more")
        }
    }

    private var isSpent: Bool {
        shouldStop() || steps >= budget.steps || now() - start >= budget.seconds
    }

    /// By probability, halved for each step down in specificity classes: what would prove most
    /// comes first, and the unspecific rate last.
    private func order(_ suspects: [Suspect]) -> [Int] {
        suspects.indices.sorted { one, other in
            let (first, second) = (suspects[one], suspects[other])
            let isLast = { (suspect: Suspect) in suspect.cause == .learningRateTooHigh }
            if isLast(first) != isLast(second) { return isLast(second) }
            if first.suspicion.probability != second.suspicion.probability {
                return first.suspicion.probability > second.suspicion.probability
            }
            return one < other
        }
    }

    /// - Returns: whether the change cured.
    private mutating func test(
        _ counterfactual: Counterfactual, _ complaint: Complaint, _ suspect: inout Suspect
    ) throws -> Bool {
        let fromStep = startingStep(counterfactual, complaint)
        guard let control = try control(complaint, fromStep) else { return false }
        suspect.isControlled = control.isReproduced
        if !control.isReproduced {
            suspect.remarks.append(
                "the unchanged re-run from step \(fromStep) did not repeat the recorded losses")
        }
        guard let damage = complaint.damage(of: control.record, control: control.record),
            damage > 0
        else { return false }
        let seeds: [UInt64?] =
            counterfactual.isRandom && budget.steps - steps > 4 * complaint.window.upperBound
            ? [nil, 101, 102] : [nil]
        var fractions: [Double] = []
        var pairs: [(changed: [Double], control: [Double])] = []
        for seed in seeds {
            guard !isSpent else { break }
            let replay = try make(
                ReplayRequest(
                    counterfactual.intervention, fromStep: fromStep,
                    toStep: complaint.window.upperBound, seed: seed))
            let changed = complaint.damages(of: replay, control: control.record)
            let unchanged = complaint.damages(of: control.record, control: control.record)
            guard !changed.isEmpty, !shouldStop() else { return false }
            let mean = changed.reduce(0, +) / Double(changed.count)
            fractions.append(1 - mean / damage)
            pairs.append((changed, unchanged))
            summarize(
                counterfactual.intervention, seed, fromStep, complaint, replay, fractions.last)
        }
        guard !fractions.isEmpty else { return false }
        let trial = Trial(
            intervention: counterfactual.intervention,
            recoveredFraction: fractions.reduce(0, +) / Double(fractions.count),
            interval: Bootstrap.interval(pairs), seeds: fractions.count)
        suspect.trials.append(trial)
        return trial.cures
    }

    /// The checkpoint that is far enough before the onset for a change to take effect.
    private func startingStep(_ counterfactual: Counterfactual, _ complaint: Complaint) -> Int {
        guard !counterfactual.fromStart else { return 0 }
        return runner.startingSteps.last { $0 < complaint.onset } ?? 0
    }

    private mutating func control(
        _ complaint: Complaint, _ fromStep: Int
    ) throws -> (record: RunRecord, isReproduced: Bool)? {
        let key = ControlKey(complaint: complaint, fromStep: fromStep)
        if let known = controls[key] { return (known, isReproduced(known)) }
        let made = try make(
            ReplayRequest(.unchanged, fromStep: fromStep, toStep: complaint.window.upperBound))
        guard !shouldStop() else { return nil }
        controls[key] = made
        summarize(.unchanged, nil, fromStep, complaint, made, nil)
        return (made, isReproduced(made))
    }

    /// Whether a control has the recorded losses, bit for bit, as far as both reach.
    private func isReproduced(_ control: RunRecord) -> Bool {
        let firstDecision = file.record.decisions.first { $0.action != .stop }?.step ?? .max
        return [Channel.trainLoss, .validationLoss].allSatisfy { channel in
            let recorded = file.record[channel]
            let known = Dictionary(
                zip(recorded.steps, recorded.values), uniquingKeysWith: { $1 })
            let made = control[channel]
            return zip(made.steps, made.values).allSatisfy { step, value in
                guard step < firstDecision, let old = known[step] else { return true }
                return old.bitPattern == value.bitPattern || old.isNaN && value.isNaN
            }
        }
    }

    private mutating func make(_ request: ReplayRequest) throws -> RunRecord {
        let allowed = budget.steps - steps
        var made = 0
        progress(activity(request, 0))
        let replay = try runner.replay(request) {
            made += 1
            if made % 8 == 0 { progress(activity(request, made)) }
            return shouldStop() || made > allowed || now() - start >= budget.seconds
        }
        steps += max(1, replay[.trainLoss].count)
        return replay
    }

    private func activity(_ request: ReplayRequest, _ made: Int) -> DiagnosisProgress {
        DiagnosisProgress(
            activity: "re-run from step \(request.fromStep): \(request.intervention)",
            steps: steps + made, budget: budget.steps)
    }

    private mutating func summarize(
        _ intervention: Intervention, _ seed: UInt64?, _ fromStep: Int, _ complaint: Complaint,
        _ replay: RunRecord, _ fraction: Double?
    ) {
        let series = replay[complaint.channel]
        summaries.append(
            ReplaySummary(
                intervention: intervention,
                seed: seed ?? file.record.configuration?.seed ?? 0, fromStep: fromStep,
                channel: complaint.channel, steps: series.steps, values: series.values,
                recoveredFraction: fraction))
    }
}
