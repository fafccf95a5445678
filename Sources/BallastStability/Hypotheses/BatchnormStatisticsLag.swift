import BallastEvents

/// Batch norm's running statistics lag behind weights that move fast, so that evaluation
/// normalizes by the past.
///
/// The weight of the statistics of k steps ago is `(1 − m)^k`, m the momentum of the average: with
/// the usual 0.1 they matter for 20 to 30 steps.
struct BatchnormStatisticsLag: Hypothesis {
    let cause = Cause.batchnormStatisticsLag

    func questions(_ file: CaseFile) -> [Question] {
        worstStep(file).map { [.validation(at: $0)] } ?? []
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard file.facts.hasRunningStatistics ?? true, let complaint = file.validationComplaint
        else { return nil }
        var evidence: [String] = []
        var probability = 0.15
        if let gap = file.findings(.modeGap).first {
            evidence.append(gap.text)
            probability = 0.6
        }
        if file.trainingComplaint == nil {
            evidence.append("the training loss is calm where the validation loss spikes")
            probability = max(probability, 0.4)
        }
        if let step = worstStep(file), let facts = file.facts.validations[step] {
            let gone = share(of: facts, complaint)
            guard gone > Trial.nothing else { return nil }
            evidence.append(
                "at step \(step) the same weights have the validation loss "
                    + "\(Wording.number(facts.recorded)) with running statistics, "
                    + "\(Wording.number(facts.batchStatistics)) with those of the batch itself and "
                    + "\(Wording.number(facts.reestimated)) with statistics estimated anew")
            probability = gone > Trial.cure ? 0.9 : 0.5
        } else if file.record.configuration == nil, file.findings(.modeGap).isEmpty {
            // A bare log does not even say that there is batch norm.
            guard file.trainingComplaint == nil else { return nil }
            probability = 0.4
        }
        return evidence.isEmpty ? nil : Suspicion(probability, evidence, explains: complaint)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        [Counterfactual(.reestimateStatistics(batches: Self.batches(file)))]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        let batches = Self.batches(file)
        return Remedy(
            summary: "Estimate the running statistics anew over \(batches) training batches before "
                + "each validation, and before the weights are used. Training itself is not "
                + "affected: it normalizes each batch by itself, so the rate can stay.",
            change: ConfigurationChange([.reestimate: .integer(batches)]))
    }

    /// Enough batches for at least 256 samples, by which a mean over a channel is settled.
    static func batches(_ file: CaseFile) -> Int {
        let batchSize = max(1, file.record.configuration?.batchSize ?? 128)
        return min(64, max(2, (256 + batchSize - 1) / batchSize))
    }

    /// The share of the excess that statistics estimated anew remove.
    private func share(of facts: ValidationFacts, _ complaint: Complaint) -> Double {
        guard facts.reestimated.isFinite else { return 0 }
        guard facts.recorded.isFinite else { return 1 }
        let excess = facts.recorded - complaint.reference
        guard excess > 0 else { return 0 }
        return min(1, (facts.recorded - facts.reestimated) / excess)
    }

    private func worstStep(_ file: CaseFile) -> Int? {
        guard let complaint = file.validationComplaint else { return nil }
        let points = file.record[.validationLoss].within(complaint.window)
        let worst = points.values.indices.max {
            Statistics.rank(points.values[$0]) < Statistics.rank(points.values[$1])
        }
        return worst.map { points.steps[$0] }
    }
}
