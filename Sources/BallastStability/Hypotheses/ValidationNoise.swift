import BallastEvents

/// A validation loss that moves because few images were asked, not because the weights changed.
struct ValidationNoise: Hypothesis {
    let cause = Cause.validationNoise

    /// How many standard errors of the mean of a validation's images its distance from the whole
    /// set may be; the largest of a few dozen validations reaches 3.
    private static let errors = 4.0

    func questions(_ file: CaseFile) -> [Question] {
        guard let step = worstStep(file), isSampled(file) else { return [] }
        return [.validation(at: step)]
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let step = worstStep(file), isSampled(file), file.trainingComplaint == nil
        else { return nil }
        let noisy = file.findings(.noisyValidation).first
        guard let facts = file.facts.validations[step] else {
            return noisy.map { Suspicion(0.6, [$0.text], explains: complaint(file)) }
        }
        let asked = file.record.validations.last { $0.step == step }?.batches ?? 1
        let spread = Statistics.deviation(facts.perBatch) / Double(max(1, asked)).squareRoot()
        let excess = facts.recorded - facts.full
        // The whole set has no spike where the run's few images have one.
        guard excess > 0, excess < Self.errors * spread else { return nil }
        let evidence = [
            "at step \(step) the validation loss is \(Wording.number(facts.recorded)) on the "
                + "run's images and \(Wording.number(facts.full)) on all of them",
            "under the same weights, such validations scatter by "
                + "\(Wording.number(spread)) with the choice of the images",
        ]
        return Suspicion(
            noisy == nil ? 0.4 : 0.8, [noisy?.text].compactMap { $0 } + evidence,
            explains: complaint(file))
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        [Counterfactual(.configure(ConfigurationChange([.validationBatches: "all"])))]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        Remedy(
            summary: "Validate on the whole validation set: the spike is the sample of images, "
                + "not the model.",
            change: ConfigurationChange([.validationBatches: "all"]))
    }

    /// The validations around the worst one that stand above what the whole set costs there.
    private func complaint(_ file: CaseFile) -> Complaint? {
        guard let step = worstStep(file) else { return file.validationComplaint }
        let all = file.record[.validationLoss]
        let near = all.within(max(0, step - file.horizon / 2)...(step + file.horizon / 2))
        guard let first = near.steps.first, let last = near.steps.last,
            let middle = file.facts.validations[step]?.full ?? Statistics.median(near.values)
        else { return nil }
        return Complaint(
            symptom: file.validationComplaint?.symptom ?? .noisyValidation,
            channel: .validationLoss, onset: max(1, first), window: max(1, first)...max(1, last),
            reference: 1.25 * middle)
    }

    private func worstStep(_ file: CaseFile) -> Int? {
        let seen =
            file.findings(.noisyValidation, .validationLoss)
            + file.findings(.spike, .validationLoss)
        guard let finding = seen.first else { return nil }
        // Against the validations beside it, because a young run's loss is high by itself.
        let all = file.record[.validationLoss].within(finding.steps)
        let rises = all.values.indices.dropFirst().map { index in
            (all.steps[index], all.values[index] / all.values[index - 1])
        }
        return rises.filter { $0.1.isFinite }.max { $0.1 < $1.1 }?.0 ?? all.steps.first
    }

    /// Whether the run validates on a part of its validation data.
    private func isSampled(_ file: CaseFile) -> Bool {
        guard let configuration = file.record.configuration else { return true }
        return configuration.validationBatches != .all
    }
}
