import BallastEvents

/// A validation loss that moves because few images were asked, not because the weights changed.
///
/// What proves it is the whole validation set under the same two states: it does not jump where the
/// few images do.
struct ValidationNoise: Hypothesis {
    let cause = Cause.validationNoise
    let settledBy = "the whole validation set under the same two states"

    let recipe = Recipe(
        pytorch: """
            def validate(model, loader):  # all batches, not the first
                model.eval()
                with torch.no_grad():
                    sums = [F.cross_entropy(model(x), y, reduction="sum") for x, y in loader]
                return torch.stack(sums).sum().item() / len(loader.dataset)
            """,
        lightning: "trainer = L.Trainer(limit_val_batches=1.0)  # all of them",
        keras: """
            model.fit(images, labels, validation_data=validation)  # without validation_steps=1
            """)

    /// How many standard errors of the mean of a validation's images its distance from the whole
    /// set may be; the largest of a few dozen validations reaches 3.
    private static let errors = 4.0

    /// The scatter of a validation under the same weights, as a share of the loss, that hides what
    /// training does from one validation to the next.
    private static let scatter = 0.15

    /// The standard error of a validation, as a share of the loss, that no trend is seen through.
    private static let fewest = 0.25

    func questions(_ file: CaseFile) -> [Question] {
        guard isSampled(file), let jump = jump(file) else { return [] }
        return [.validation(at: jump.from), .validation(at: jump.to)]
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard isSampled(file), file.trainingComplaint == nil, let jump = jump(file)
        else { return nil }
        let noisy = file.findings(.noisyValidation).first
        guard let before = file.facts.validations[jump.from],
            let after = file.facts.validations[jump.to]
        else {
            let text = noisy?.text ?? file.record.validations.last.flatMap { tooFew($0.samples) }
            return text.map { Suspicion(0.6, [$0], explains: file.validationComplaint) }
        }
        let asked = file.record.validations.last { $0.step == jump.to }?.batches ?? 1
        let spread = Statistics.deviation(after.perBatch) / Double(max(1, asked)).squareRoot()
        let gone = 1 - logarithm(after.full / before.full) / logarithm(jump.ratio)
        guard abs(after.recorded - after.full) < Self.errors * spread else { return nil }
        let isSeen = noisy != nil || file.validationComplaint != nil
        let hides = spread > Self.scatter * after.full
        guard isSeen ? gone > Trial.nothing : hides else { return nil }
        let evidence = [
            "from step \(jump.from) to \(jump.to) the validation loss goes from "
                + "\(Wording.number(before.recorded)) to \(Wording.number(after.recorded)) on the "
                + "run's images, and from \(Wording.number(before.full)) to "
                + "\(Wording.number(after.full)) on all of them",
            "under the same weights, such validations scatter by "
                + "\(Wording.number(spread)) with the choice of the images",
        ]
        let isFact = isSeen ? gone >= Trial.cure : hides
        return Suspicion(
            isFact ? 0.95 : 0.4, [noisy?.text].compactMap { $0 } + evidence,
            explains: file.validationComplaint, isFact: isFact)
    }

    /// What the mere number of images says; nil where they are enough.
    private func tooFew(_ count: Int) -> String? {
        guard count > 0 else { return nil }
        let error = RunRecord.sampleDeviation(mean: 1) / Double(count).squareRoot()
        guard error > Self.fewest else { return nil }
        return "a validation of \(count) images has a standard error of about "
            + Wording.percent(error)
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

    /// The largest rise from one validation to the next: where validation looks noisy or spikes, or
    /// else in all of the run.
    private func jump(_ file: CaseFile) -> (from: Int, to: Int, ratio: Double)? {
        let seen =
            file.findings(.noisyValidation, .validationLoss)
            + file.findings(.spike, .validationLoss)
        let first = seen.map(\.firstStep).min() ?? 0
        let last = seen.map(\.lastStep).max() ?? file.record.lastStep
        let all = file.record[.validationLoss].within(0...last)
        let rises = zip(all.steps.indices, all.steps.indices.dropFirst()).map { index, next in
            (
                from: all.steps[index], to: all.steps[next],
                ratio: all.values[next] / max(all.values[index], 1e-12)
            )
        }
        return rises.filter { $0.to >= first && $0.ratio.isFinite && $0.ratio > 1 }
            .max { $0.ratio < $1.ratio }
    }

    private func logarithm(_ ratio: Double) -> Double { max(ratio, 1e-12).logarithm }

    /// Whether the run validates on a part of its validation data.
    private func isSampled(_ file: CaseFile) -> Bool {
        guard let configuration = file.record.configuration else { return true }
        return configuration.validationBatches != .all
    }
}

extension ValidationNoise {
    /// How many times the loss changes from one validation to the next, small losses counting
    /// little, where nothing tells how many images are asked.
    private static let change = 1.5

    /// Validations of few images, as their accuracies tell; or, where those do not, validations
    /// that go up and down by much, around the training loss rather than above it.
    func suspicion(in log: LogCourse) -> Suspicion? {
        guard let comparison = log.validationToJudge, log.period == nil, !log.isStuck
        else { return nil }
        let steps = (comparison.steps.first ?? 0)...(comparison.steps.last ?? 0)
        let change = comparison.softenedMove.exponential
        guard let images = log.validationImages else {
            guard change > Self.change, comparison.usualRatio < 1.6 else { return nil }
            return Suspicion(
                log.hasFewPeaks ? 0.5 : 0.62,
                "from one validation to the next the loss changes \(Wording.number(change)) times, "
                    + "around that of training",
                .noisyValidation, .validationLoss, steps: steps, value: change,
                threshold: Self.change)
        }
        return tooFew(images).map { error in
            Suspicion(
                0.75, "the validation accuracies are multiples of 1/\(images), and \(error)",
                .noisyValidation, .validationLoss, steps: steps, value: Double(images))
        }
    }
}
