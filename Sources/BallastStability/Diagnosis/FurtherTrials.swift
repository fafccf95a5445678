import BallastCore
import BallastEvents

/// Re-runs that look for a second fault behind a proven one: the repaired run is the control, and
/// the change of each other suspect is tried on top of it.
struct FurtherTrials {
    let file: CaseFile
    let replays: BudgetedReplays

    /// The probability from which a suspect is worth a re-run though another is proven.
    private static let leastProbability = 0.45
    /// Changes under which training losses are not the same quantity.
    private static let incomparable: Set<RunConfiguration.Key> = [
        .batchSize, .normalization, .order,
    ]

    func run(_ suspects: inout [Suspect]) throws {
        let proven = Judgement(file, suspects).reports.filter { $0.verdict == .proven }
        guard let configuration = file.record.configuration, !proven.isEmpty else { return }
        var repair = proven.reversed().reduce(ConfigurationChange()) {
            $0.merged(with: $1.remedy.change)
        }
        let causes = Set(proven.map(\.cause))
        for index in suspects.indices.sorted(by: { isLikelier(suspects[$0], suspects[$1]) })
        where isCandidate(suspects[index]) && !causes.contains(suspects[index].cause) {
            let changes = suspects[index].hypothesis.counterfactuals(file)
                .compactMap { $0.intervention.change(of: configuration) }
                .filter { isOpen($0, beside: repair) }
            for change in changes where !repair.isEmpty && suspects[index].further?.cures != true {
                guard let trial = try trial(change, with: repair) else { break }
                suspects[index].further = trial
                if trial.cures { repair = repair.merged(with: change) }
            }
        }
    }

    private func isCandidate(_ suspect: Suspect) -> Bool {
        !suspect.hypothesis.isUnspecific
            && suspect.suspicion.probability >= Self.leastProbability
    }

    private func isLikelier(_ one: Suspect, _ other: Suspect) -> Bool {
        one.suspicion.probability > other.suspicion.probability
    }

    /// Whether a change is of other keys than the repair.
    private func isOpen(_ change: ConfigurationChange, beside repair: ConfigurationChange) -> Bool {
        change.values.keys.allSatisfy { repair.values[$0] == nil }
    }

    /// - Returns: nil where the budget does not reach far enough to tell, or the change cannot be
    ///   made.
    private func trial(
        _ change: ConfigurationChange, with repair: ConfigurationChange
    ) throws -> Trial? {
        let length = min(
            file.record.plannedSteps ?? file.record.lastStep,
            replays.affordableSteps(forEachOf: 2))
        let isComparable = Self.incomparable.allSatisfy { change[$0] == nil }
        var pairs: [Bootstrap.Pair] = []
        do {
            for seed in [nil, ReplayTrials.otherSeeds[0]] where replays.allows(2 * length) {
                let repaired = ReplayRequest(
                    .configure(repair), fromStep: 0, toStep: length, seed: seed)
                let changed = ReplayRequest(
                    .configure(repair.merged(with: change)), fromStep: 0, toStep: length,
                    seed: seed)
                guard let control = try replays.replay(repaired),
                    let complaint = control.slowness(
                        isComparable ? .trainLoss : .validationLoss,
                        upTo: min(length, control.lastStep)),
                    let replay = try replays.replay(changed)
                else { break }
                let pair = Bootstrap.Pair(
                    changed: complaint.damages(of: replay, control: control),
                    control: complaint.damages(of: control, control: control))
                guard !pair.changed.isEmpty else { break }
                pairs.append(pair)
                replays.summarize(repaired, complaint, control, nil)
                replays.summarize(changed, complaint, replay, pair.recoveredFraction)
                // One that is beyond doubt, or none, needs no other seed.
                let trial = Trial(changed.intervention, pairs)
                if !trial.cures || trial.interval.lowerBound >= Trial.cure { break }
            }
        } catch is BallastError {
            return nil
        }
        return pairs.isEmpty ? nil : Trial(.configure(change), pairs)
    }
}
