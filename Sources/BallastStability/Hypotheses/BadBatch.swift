import BallastEvents

/// A few samples whose loss is enormous, and whose one update throws the weights off.
///
/// Its own samples carry the loss under other weights too; a batch that is only high where it came
/// met an unlucky state, and is the trace of another cause (Chowdhery et al. 2022, "PaLM",
/// section 5.1).
struct BadBatch: Hypothesis {
    let cause = Cause.badBatch
    let settledBy =
        "the loss of the same batch under earlier weights: high there too, it is the "
        + "batch"

    let recipe = Recipe(
        pytorch: """
            # Look at the worst samples of the batch:
            losses = F.cross_entropy(model(images), labels, reduction="none")
            # Bound what one batch can do, before optimizer.step():
            torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
            """,
        lightning: "trainer = L.Trainer(gradient_clip_val=1.0)",
        keras: """
            optimizer = keras.optimizers.SGD(rate, momentum=0.9, global_clipnorm=1.0)
            """)

    /// Robust deviations above other batches from which a loss stands out.
    private static let score = 6.0

    func questions(_ file: CaseFile) -> [Question] {
        guard let onset = onset(file) else { return [] }
        let states = Set([24, 8, 1].map { max(0, onset - $0) })
        return [.inputs, .batch(ofStep: onset, states: states.sorted())]
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let onset = onset(file), let complaint = file.mainComplaint ?? bump(onset, file)
        else { return nil }
        guard let facts = file.facts.batches[onset] else { return fromRecord(file, onset) }
        var evidence: [String] = []
        let high = facts.states.filter {
            Statistics.robustScore($0.loss, among: $0.others) > Self.score
        }
        if high.count == facts.states.count, high.count > 1 {
            evidence.append(
                "the batch of step \(onset) has a loss far above that of other batches, and under "
                    + "the weights after \(Wording.list(high.map(\.step))) updates alike")
        }
        let outliers = outliers(file, facts)
        if !outliers.isEmpty {
            evidence.append(
                "samples \(Wording.list(outliers)) of the batch of step \(onset) have pixels far "
                    + "beyond those of all others")
        }
        guard !evidence.isEmpty else { return nil }
        return Suspicion(
            0.85, evidence, explains: complaint, isRisk: file.mainComplaint == nil)
    }

    /// A rise of the training loss too small to be found without knowing where to look.
    private func bump(_ step: Int, _ file: CaseFile) -> Complaint? {
        file.levelBefore(step, .trainLoss).map {
            Complaint(
                symptom: .spike, channel: .trainLoss, onset: step, window: step...(step + 8),
                reference: $0)
        }
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

    /// The steps behind a batch in which a jump is its doing.
    private static let reach = 8

    /// The step at which training first jumps, where it jumps at one step; that of a batch with odd
    /// pixels where there is one just before, or no jump.
    private func onset(_ file: CaseFile) -> Int? {
        let seen =
            file.findings(.spike) + file.findings(.nonFinite) + file.findings(.divergence)
        let jumps = seen.map(\.firstStep).filter { $0 > Self.reach }
        let odd = file.facts.inputs?.outlierSteps.filter { $0 > Self.reach } ?? []
        let close = odd.first { step in
            jumps.contains { (step...(step + Self.reach + file.record.validationGap)).contains($0) }
        }
        let training = seen.filter { $0.channel != .validationLoss }.map(\.firstStep)
        return close ?? training.filter { $0 > Self.reach }.min()
            ?? (file.mainComplaint == nil ? odd.first : nil)
    }

    private func outliers(_ file: CaseFile, _ facts: BatchFacts) -> [Int] {
        facts.samples.filter { file.facts.inputs?.outliers[$0] != nil }.sorted()
    }

    /// The samples to blame: those that stand out by their pixels, wherever they are, or by their
    /// loss.
    private func suspects(_ file: CaseFile) -> [Int] {
        guard let facts = onset(file).flatMap({ file.facts.batches[$0] }) else { return [] }
        guard outliers(file, facts).isEmpty else {
            return file.facts.inputs?.outliers.keys.sorted() ?? []
        }
        return facts.outstanding
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        guard let onset = onset(file) else { return [] }
        let samples = suspects(file)
        // The same samples come again in every epoch.
        return samples.isEmpty
            ? [Counterfactual(.skipBatches(onset...onset), before: onset)]
            : [Counterfactual(.quarantine(samples: samples), before: onset)]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        let samples = suspects(file)
        let which = samples.isEmpty ? "" : ", above all \(Wording.list(samples))"
        return Remedy(
            summary: "Look at the samples of that batch\(which); mend or remove them. Until then "
                + "the guard passes such batches over, and clipping bounds what one can do.",
            change: ConfigurationChange([.guardMode: "repair", .clipNorm: clip(file)]))
    }

    /// Either half of the remedy: clipping also changes the steps of sound batches.
    func alternatives(_ file: CaseFile, cure: Intervention?) -> [Remedy] {
        let both = remedy(file, cure: cure)
        return [[.guardMode: "repair"], [.clipNorm: clip(file)]].map {
            Remedy(summary: both.summary, change: ConfigurationChange($0))
        }
    }

    /// The norm that the gradients had before.
    private func clip(_ file: CaseFile) -> ConfigurationValue {
        let end = max(0, (onset(file) ?? 1) - 1)
        let norms = file.record[.gradientNorm].within(0...end).values.filter(\.isFinite).sorted()
        guard !norms.isEmpty else { return 1 }
        return .number(Wording.rounded(norms[min(norms.count - 1, norms.count * 9 / 10)]))
    }
}

extension BadBatch {
    /// A few peaks at most, of single steps behind the beginning: a state that is unstable makes
    /// many, or one that does not pass.
    func suspicion(in log: LogCourse) -> Suspicion? {
        guard log.breakdown.map(\.isPassing) ?? true else { return nil }
        let peaks = log.peaks
        guard let first = peaks.first, peaks.count <= 3 else { return nil }
        // A run whose beginning was rough may stay touchy.
        let isLikely =
            peaks.contains(where: \.recovers) && log.earlyExcursion == nil && !log.hasEarlierGap
        return Suspicion(
            isLikely ? 0.6 : 0.4,
            "at step \(first.step) the loss is \(Wording.number(first.ratio)) times its level, for "
                + "\(first.width) \(first.width == 1 ? "value" : "values")",
            .spike, .trainLoss, steps: first.step...first.step, value: first.ratio)
    }
}
