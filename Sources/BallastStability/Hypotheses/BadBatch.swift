import BallastEvents

/// A few samples whose loss is enormous, and whose one update throws the weights off.
struct BadBatch: Hypothesis {
    let cause = Cause.badBatch

    func questions(_ file: CaseFile) -> [Question] {
        guard let onset = onset(file) else { return [] }
        let before = max(0, onset - 1)
        let states = Set([before, max(0, onset - 8), max(0, onset - 24)])
        return [.inputs, .batch(ofStep: onset, states: states.sorted())]
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let onset = onset(file), let complaint = file.mainComplaint else { return nil }
        guard let facts = file.facts.batches[onset] else { return fromRecord(file, onset) }
        // Its own samples carry the loss under other weights too; a batch that is only high here
        // met an unlucky state.
        let scores = facts.states.map { state in
            Statistics.robustScore(state.loss, among: state.others)
        }
        guard let lowest = scores.min(), lowest > 6 else { return nil }
        var evidence = [
            "the batch of step \(onset) has a loss \(Wording.number(lowest)) or more robust "
                + "deviations above that of other batches, also under the weights of "
                + "\(facts.states.count - 1) earlier steps"
        ]
        let outliers = facts.samples.filter { file.facts.inputs?.outliers[$0] != nil }
        if !outliers.isEmpty {
            evidence.append(
                "its samples \(Wording.list(outliers)) have pixels far beyond those of all others")
        }
        return Suspicion(0.85, evidence, explains: complaint)
    }

    /// What a record without data can say: one step jumps, and few samples carry it.
    private func fromRecord(_ file: CaseFile, _ onset: Int) -> Suspicion? {
        let jumps = file.findings(.spike, .trainLoss) + file.findings(.spike, .gradientNorm)
        guard let jump = jumps.first(where: { $0.firstStep == onset }) else { return nil }
        let share = file.record[.worstShare].value(at: onset)
        var evidence = [jump.text]
        var probability = jump.outcome == .fastRecovery ? 0.3 : 0.2
        if let share, share > 0.5 {
            evidence.append(
                "a sixteenth of the batch carries \(Wording.percent(share)) of its loss")
            probability = 0.5
        }
        return Suspicion(probability, evidence, explains: file.mainComplaint)
    }

    /// The step at which training first jumps, where it jumps at one step.
    private func onset(_ file: CaseFile) -> Int? {
        let seen =
            file.findings(.spike, .trainLoss) + file.findings(.spike, .gradientNorm)
            + file.findings(.nonFinite, .trainLoss) + file.findings(.divergence, .trainLoss)
        return seen.map(\.firstStep).filter { $0 > 8 }.min()
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        guard let onset = onset(file) else { return [] }
        return [Counterfactual(.skipBatches(onset...onset))]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        let samples = onset(file).flatMap { file.facts.batches[$0]?.samples.prefix(4) } ?? []
        let which = samples.isEmpty ? "" : ", above all \(Wording.list(Array(samples)))"
        return Remedy(
            summary: "Look at the samples of that batch\(which); mend or remove them. Until then "
                + "the guard passes such batches over, and clipping bounds what one can do.",
            change: ConfigurationChange([.guardMode: "repair", .clipNorm: clip(file)]))
    }

    /// The norm that the gradients had before.
    private func clip(_ file: CaseFile) -> ConfigurationValue {
        let end = max(0, (onset(file) ?? 1) - 1)
        let norms = file.record[.gradientNorm].within(0...end).values.filter(\.isFinite).sorted()
        guard !norms.isEmpty else { return 1 }
        return .number(Wording.rounded(norms[min(norms.count - 1, norms.count * 9 / 10)]))
    }
}
