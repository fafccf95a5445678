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
    private var hasNotedBudget = false
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

    /// Tries the counterfactuals of suspects that a re-run can tell about, likeliest first; a
    /// suspect's trials end with its first cure.
    mutating func run(_ suspects: inout [Suspect], only isChosen: (Suspect) -> Bool) throws {
        for index in order(suspects) where isChosen(suspects[index]) {
            guard let complaint = suspects[index].suspicion.complaint,
                !suspects[index].suspicion.isFact,
                !suspects.contains(where: { $0.suspicion.isFact && $0.explains(complaint) })
            else { continue }
            var counterfactuals = suspects[index].hypothesis.counterfactuals(file)
            let isExplained = suspects.contains {
                $0.cause != suspects[index].cause && $0.isProven && $0.explains(complaint)
            }
            // Beside a specific cause that is proven, one unspecific re-run for comparison.
            if isExplained, suspects[index].hypothesis.isUnspecific {
                guard suspects[index].cause == .learningRateTooHigh else { continue }
                counterfactuals = Array(counterfactuals.prefix(1))
            }
            suspects[index].isExhausted = try testAll(
                counterfactuals, complaint, &suspects[index])
        }
        noteSpentBudget()
    }

    /// - Returns: whether all were made, or one cured.
    private mutating func testAll(
        _ counterfactuals: [Counterfactual], _ complaint: Complaint, _ suspect: inout Suspect
    ) throws -> Bool {
        for counterfactual in counterfactuals {
            guard !isSpent else { return false }
            do {
                try test(counterfactual, complaint, &suspect)
            } catch let error as BallastError {
                suspect.remarks.append(
                    "a re-run (\(counterfactual.intervention)) could not be made: \(error.what)")
                return false
            }
            if suspect.cure != nil { return true }
        }
        return !isSpent
    }

    /// Where no single change cures a complaint, tries its suspects by twos: both are to blame
    /// where both together cure and neither does alone.
    mutating func combine(_ suspects: inout [Suspect]) throws {
        let open = order(suspects).filter { index in
            guard let complaint = suspects[index].suspicion.complaint, !suspects[index].isProven
            else { return false }
            return !suspects.contains { $0.isProven && $0.explains(complaint) }
                && suspects[index].best != nil
        }
        for (place, first) in open.enumerated() {
            for second in open.dropFirst(place + 1) {
                guard !isSpent, let complaint = suspects[first].suspicion.complaint,
                    suspects[second].explains(complaint),
                    let change = joint(suspects[first], suspects[second])
                else { continue }
                var pair = Suspect(suspects[first].hypothesis, suspects[first].suspicion)
                try test(Counterfactual(.configure(change), fromStart: true), complaint, &pair)
                guard let cure = pair.cure else { continue }
                for (one, other) in [(first, second), (second, first)] {
                    suspects[one].trials.append(cure)
                    suspects[one].isControlled = pair.isControlled
                    suspects[one].accomplices.append(suspects[other].cause)
                }
                return
            }
        }
    }

    /// The best changes of two suspects in one, where both can stand in a configuration.
    private func joint(_ one: Suspect, _ other: Suspect) -> ConfigurationChange? {
        guard let configuration = file.record.configuration,
            let first = one.best?.intervention.change(of: configuration),
            let second = other.best?.intervention.change(of: configuration)
        else { return nil }
        return first.merged(with: second)
    }

    private mutating func noteSpentBudget() {
        guard isSpent, !shouldStop(), !hasNotedBudget else { return }
        hasNotedBudget = true
        notes.append(
            "the budget of \(budget.steps) steps and \(Wording.number(budget.seconds)) seconds "
                + "was spent after \(steps) steps of re-runs; `--budget` allows more")
    }

    private var isSpent: Bool {
        shouldStop() || steps >= budget.steps || now() - start >= budget.seconds
    }

    /// By probability; among the equally probable the more specific first.
    private func order(_ suspects: [Suspect]) -> [Int] {
        suspects.indices.sorted { one, other in
            let (first, second) = (suspects[one].suspicion, suspects[other].suspicion)
            // A lower rate cures what a ramp does, so the ramp has to be tried before it.
            let areUnspecific = [one, other].allSatisfy { suspects[$0].hypothesis.isUnspecific }
            return areUnspecific || first.probability == second.probability
                ? one < other : first.probability > second.probability
        }
    }

    /// Re-runs one counterfactual and adds what it showed to a suspect's trials.
    private mutating func test(
        _ counterfactual: Counterfactual, _ complaint: Complaint, _ suspect: inout Suspect
    ) throws {
        let fromStep = startingStep(counterfactual, complaint)
        guard let control = try control(complaint, fromStep) else { return }
        suspect.isControlled = control.isReproduced
        if !control.isReproduced {
            suspect.remarks.append(
                "the unchanged re-run from step \(fromStep) did not repeat the recorded losses")
        }
        guard let damage = complaint.damage(of: control.record, control: control.record),
            damage > 0
        else { return }
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
            guard !changed.isEmpty, !shouldStop(), isWhole(replay, complaint) else { return }
            let mean = changed.reduce(0, +) / Double(changed.count)
            fractions.append(1 - mean / damage)
            pairs.append((changed, unchanged))
            summarize(
                counterfactual.intervention, seed, fromStep, complaint, replay, fractions.last)
        }
        guard !fractions.isEmpty else { return }
        suspect.trials.append(
            Trial(
                intervention: counterfactual.intervention,
                recoveredFraction: fractions.reduce(0, +) / Double(fractions.count),
                interval: Bootstrap.interval(pairs), seeds: fractions.count))
    }

    /// Whether a replay reached the end of the window, or broke off by itself, rather than for the
    /// budget.
    private func isWhole(_ replay: RunRecord, _ complaint: Complaint) -> Bool {
        replay.lastStep >= complaint.window.upperBound || replay.endedNonFinite || !isSpent
    }

    /// The checkpoint that is far enough before the onset for a change to take effect.
    private func startingStep(_ counterfactual: Counterfactual, _ complaint: Complaint) -> Int {
        guard !counterfactual.fromStart else { return 0 }
        let limit = counterfactual.before ?? complaint.onset
        return runner.startingSteps.last { $0 < min(limit, complaint.onset) } ?? 0
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
