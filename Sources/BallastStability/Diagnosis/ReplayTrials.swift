import BallastCore
import BallastEvents

/// Re-runs for the suspects of one case.
///
/// A trial is credited with the share of the control's damage that its one change removes. Where a
/// cure could be luck, it has to cure with another seed too, beside the control of that seed.
struct ReplayTrials {
    let file: CaseFile
    let replays: BudgetedReplays

    /// The seeds, beside the run's own, with which a cure that could be luck has to cure again; the
    /// last one where the others do not settle it.
    static let otherSeeds: [UInt64] = [101, 102]
    /// The share of the damage that is gone where a longer look may show a cure.
    private static let half = 0.5

    /// Tries the counterfactuals of suspects that a re-run can tell about, likeliest first; a
    /// suspect's trials end with its first cure.
    func run(_ suspects: inout [Suspect], only isChosen: (Suspect) -> Bool) throws {
        for index in order(suspects) where isChosen(suspects[index]) {
            guard let complaint = suspects[index].suspicion.complaint,
                !suspects[index].suspicion.isFact,
                !suspects.contains(where: { $0.suspicion.isFact && $0.explains(complaint) })
            else { continue }
            // The repair of one risk is worth more re-runs than the next risk.
            let isAnswered = suspects.contains { $0.suspicion.isRisk && $0.isProven }
            if suspects[index].suspicion.isRisk, isAnswered { continue }
            var counterfactuals = suspects[index].hypothesis.counterfactuals(file)
            let isExplained = suspects.contains {
                !$0.hypothesis.isUnspecific && $0.cause != suspects[index].cause && $0.isProven
                    && $0.explains(complaint)
            }
            // Beside a specific cause that is proven, one unspecific re-run for comparison.
            if isExplained, suspects[index].hypothesis.isUnspecific {
                guard suspects[index].cause == .learningRateTooHigh else { continue }
                counterfactuals = Array(counterfactuals.prefix(1))
            }
            suspects[index].isExhausted = try testAll(
                counterfactuals, complaint, &suspects[index])
        }
    }

    /// - Returns: whether all were made, or one cured.
    private func testAll(
        _ counterfactuals: [Counterfactual], _ complaint: Complaint, _ suspect: inout Suspect
    ) throws -> Bool {
        for counterfactual in counterfactuals {
            guard !replays.isSpent else { return false }
            do {
                try test(counterfactual, complaint, &suspect)
            } catch let error as BallastError {
                suspect.remarks.append(
                    "a re-run (\(counterfactual.intervention)) could not be made: \(error.what)")
                return false
            }
            if suspect.cure != nil { return true }
        }
        return !replays.isSpent
    }

    /// By probability, risks last; among the equally probable the more specific first.
    func order(_ suspects: [Suspect]) -> [Int] {
        suspects.indices.sorted { one, other in
            let (first, second) = (suspects[one].suspicion, suspects[other].suspicion)
            if first.isRisk != second.isRisk { return second.isRisk }
            // A lower rate cures what a ramp does, so the ramp has to be tried before it.
            let areUnspecific = [one, other].allSatisfy { suspects[$0].hypothesis.isUnspecific }
            return areUnspecific || first.probability == second.probability
                ? one < other : first.probability > second.probability
        }
    }

    /// Re-runs one counterfactual and adds what it showed to a suspect's trials.
    func test(
        _ counterfactual: Counterfactual, _ complaint: Complaint, _ suspect: inout Suspect
    ) throws {
        let fromStep = startingStep(counterfactual, complaint)
        guard let complaint = try affordable(complaint) else { return }
        guard let own = try replays.control(complaint, from: fromStep) else { return }
        suspect.isControlled = own.isReproduced
        if !own.isReproduced {
            suspect.remarks.append(
                "the unchanged re-run from step \(fromStep) did not repeat the recorded losses")
        }
        guard complaint.damage(of: own.record, control: own.record) ?? 0 > 0 else { return }
        guard var trial = try trial(counterfactual, complaint, fromStep) else { return }
        if !trial.cures, trial.recoveredFraction >= Self.half,
            let longer = complaint.lengthened(upTo: file.record.lastStep),
            let later = try self.trial(counterfactual, longer, fromStep)
        {
            trial = later
        }
        suspect.trials.append(trial)
    }

    /// - Returns: nil where the budget does not reach that far.
    private func trial(
        _ counterfactual: Counterfactual, _ complaint: Complaint, _ fromStep: Int
    ) throws -> Trial? {
        var isLuck = counterfactual.isRandom
        var pairs: [Bootstrap.Pair] = []
        for seed in [nil] + Self.otherSeeds where seed == nil || isLuck {
            let request = ReplayRequest(
                counterfactual.intervention, fromStep: fromStep,
                toStep: complaint.window.upperBound, seed: seed)
            guard let control = try replays.control(complaint, from: fromStep, seed: seed),
                let replay = try replays.replay(request)
            else { break }
            let complaint = seed == nil ? complaint : complaint.ofAnotherSeed(control.record)
            let pair = Bootstrap.Pair(
                changed: complaint.damages(of: replay, control: control.record),
                control: complaint.damages(of: control.record, control: control.record))
            guard !pair.changed.isEmpty else { break }
            pairs.append(pair)
            replays.summarize(request, complaint, replay, pair.recoveredFraction)
            let trial = Trial(counterfactual.intervention, pairs)
            // What fails with the run's own seed needs no other, and two that agree need no third.
            guard trial.recoveredFraction >= Trial.cure, trial.cures == (pairs.count == 1)
            else { break }
            isLuck =
                isLuck
                || complaint.symptom == .slowLearning && trial.interval.lowerBound < Trial.cure
        }
        return pairs.isEmpty ? nil : Trial(counterfactual.intervention, pairs)
    }

    /// A slow run is compared over as many steps as the budget has room for.
    private func affordable(_ complaint: Complaint) throws -> Complaint? {
        guard complaint.symptom == .slowLearning,
            try replays.control(complaint, from: 0) != nil
        else { return complaint }
        return file.slowness(complaint.channel, within: replays.affordableSteps)
    }

    /// The checkpoint that is far enough before the onset for a change to take effect.
    private func startingStep(_ counterfactual: Counterfactual, _ complaint: Complaint) -> Int {
        guard !counterfactual.fromStart else { return 0 }
        let limit = counterfactual.before ?? complaint.onset
        return replays.startingSteps.last { $0 < min(limit, complaint.onset) } ?? 0
    }
}
