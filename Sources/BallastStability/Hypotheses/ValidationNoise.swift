import BallastEvents

/// A validation loss that moves because few images were asked, not because the weights changed.
struct ValidationNoise: Hypothesis {
    let cause = Cause.validationNoise

    func questions(_ file: CaseFile) -> [Question] {
        guard let step = worstStep(file), isSampled(file) else { return [] }
        return [.validation(at: step)]
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let step = worstStep(file), isSampled(file), file.trainingComplaint == nil
        else { return nil }
        let noisy = file.findings(.noisyValidation).first
        guard let facts = file.facts.validations[step] else {
            guard let noisy else { return nil }
            return Suspicion(0.6, [noisy.text], explains: file.validationComplaint)
        }
        // The whole set has no spike where the run's few images have one.
        guard facts.full < facts.recorded else { return nil }
        let spread = Statistics.deviation(facts.perBatch)
        let evidence = [
            "at step \(step) the validation loss is \(Wording.number(facts.recorded)) on the "
                + "run's images and \(Wording.number(facts.full)) on all of them",
            "batches of the validation set differ by a standard deviation of "
                + "\(Wording.number(spread)) under the same weights",
        ]
        let isWithinNoise = facts.recorded - facts.full < 4 * spread
        return Suspicion(
            isWithinNoise ? 0.7 : 0.3, evidence + [noisy?.text].compactMap { $0 },
            explains: file.validationComplaint ?? noisy.map(file.complaint(of:)))
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

    private func worstStep(_ file: CaseFile) -> Int? {
        let seen =
            file.findings(.noisyValidation, .validationLoss)
            + file.findings(.spike, .validationLoss)
        guard let finding = seen.first else { return nil }
        let points = file.record[.validationLoss].within(finding.steps)
        let worst = points.values.indices.filter { points.values[$0].isFinite }
            .max { points.values[$0] < points.values[$1] }
        return worst.map { points.steps[$0] }
    }

    /// Whether the run validates on a part of its validation data.
    private func isSampled(_ file: CaseFile) -> Bool {
        guard let configuration = file.record.configuration else { return true }
        return configuration.validationBatches != .all
    }
}
