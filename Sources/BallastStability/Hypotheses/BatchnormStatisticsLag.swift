import BallastEvents

/// Batch norm's running statistics lag behind weights that move fast, so that evaluation
/// normalizes by the past.
///
/// The weight of the statistics of k steps ago is `(1 − m)^k`, m the momentum of the average: with
/// the usual 0.1 they matter for 20 to 30 steps.
struct BatchnormStatisticsLag: Hypothesis {
    let cause = Cause.batchnormStatisticsLag
    let settledBy =
        "one validation of the same weights with batch statistics: model.train() "
        + "without updates"

    let recipe = Recipe(
        pytorch: """
            model.train()
            with torch.no_grad():  # estimate the running statistics anew
                for module in model.modules():
                    if isinstance(module, nn.modules.batchnorm._BatchNorm):
                        module.reset_running_stats()
                        module.momentum = None  # the mean over all batches that follow
                for images, _ in itertools.islice(train_loader, 50): model(images)
            model.eval()  # now validate
            """,
        lightning: """
            def on_validation_start(self):  # of the LightningModule
                norms = [m for m in self.modules()
                         if isinstance(m, nn.modules.batchnorm._BatchNorm)]
                for norm in norms:
                    norm.reset_running_stats()
                    norm.momentum = None
                    norm.train()
                with torch.no_grad():
                    for images, _ in itertools.islice(self.trainer.train_dataloader, 50):
                        self(images.to(self.device))
                for norm in norms: norm.eval()
            """,
        keras: """
            # a smaller momentum follows the weights faster (the default is 0.99)
            keras.layers.BatchNormalization(momentum=0.9)
            """)

    func questions(_ file: CaseFile) -> [Question] {
        guard file.hasBatchNorm ?? true else { return [] }
        return gapSteps(file).map { .validation(at: $0) }
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard file.hasBatchNorm ?? true else { return nil }
        guard let complaint = file.validationComplaint ?? gap(file) else { return drift(file) }
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

    /// How many times the loss with statistics estimated anew the recorded one must be, and by
    /// which share of what guessing costs it must exceed it, where the record shows no gap; and the
    /// former at the end.
    private static let ratio = 2.0
    private static let lastRatio = 1.1
    private static let least = 0.05

    /// Standard errors of a batch's mean that the running mean of some channel may be from it.
    private static let errors = 4.5

    /// What the layers' own record says where nothing can be measured.
    private func drift(_ file: CaseFile) -> Suspicion? {
        guard !file.isMeasured, file.trainingComplaint == nil,
            let size = file.record.configuration?.batchSize, size > BatchnormBatchTooSmall.verySmall
        else { return nil }
        let late = file.record.layers.filter { 4 * $0.step > file.record.lastStep }
        let drifts = late.compactMap { $0.layers.compactMap(\.batchNormDrift).max() }
        let allowed = max(0.5, Self.errors / Double(size).squareRoot())
        guard let drift = drifts.finite.median, drift > allowed else { return nil }
        return Suspicion(
            0.5,
            [
                "running means are \(Wording.number(drift)) deviations from those of the batches, "
                    + "where the choice of the batch explains \(Wording.number(allowed))"
            ])
    }

    /// A gap that only shows when the statistics are estimated anew, and stays: where weights move
    /// fast for a moment a healthy run has one too.
    private func gap(_ file: CaseFile) -> Complaint? {
        let facts = gapSteps(file).compactMap { file.facts.validations[$0] }
        let gaps = facts.map { $0.recorded / max($0.reestimated, 1e-6) }
        guard file.trainingComplaint == nil, facts.count > 1, let widest = facts.first,
            let first = gaps.first, let last = gaps.last, first > Self.ratio,
            last > Self.lastRatio,
            widest.recorded - widest.reestimated > Self.least * (file.record.guessingLoss ?? 0)
        else { return nil }
        let start = max(1, widest.step - file.horizon / 2)
        return Complaint(
            symptom: .modeGap, channel: .validationLoss, onset: start,
            window: start...(widest.step + file.horizon / 2),
            reference: 1.05 * max(widest.reestimated, 1e-6))
    }

    /// The states that are validated in several ways: the worst, and the last one where nothing is
    /// complained of.
    private func gapSteps(_ file: CaseFile) -> [Int] {
        guard let worst = worstStep(file) else { return [] }
        guard file.validationComplaint == nil, let last = file.record[.validationLoss].steps.last
        else { return [worst] }
        return [worst, last]
    }

    /// The step whose validation is furthest above the training loss around it, after the first
    /// eighth of the run.
    private func widestStep(_ file: CaseFile) -> Int? {
        let record = file.record
        let from = record.lastStep / 8
        let ratios = record[.validationLoss].within(from...max(from, record.lastStep))
        let worst = zip(ratios.steps, ratios.values).compactMap { step, value -> (Int, Double)? in
            let near = record[.trainLoss].within(max(0, step - 8)...(step + 8)).values.finite
            return near.median.map { (step, value / max($0, 1e-6)) }
        }
        return worst.max { Statistics.rank($0.1) < Statistics.rank($1.1) }?.0
    }

    private func worstStep(_ file: CaseFile) -> Int? {
        guard let complaint = file.validationComplaint else { return widestStep(file) }
        let points = file.record[.validationLoss].within(complaint.window)
        let worst = points.values.indices.max {
            Statistics.rank(points.values[$0]) < Statistics.rank(points.values[$1])
        }
        return worst.map { points.steps[$0] }
    }
}

extension BatchnormStatisticsLag {
    /// Validations far above the training loss around them, that jump or are worse than guessing.
    ///
    /// Overfitting rises slowly, and no higher than guessing for long.
    func suspicion(in log: LogCourse) -> Suspicion? {
        guard let comparison = log.validationToJudge, log.period == nil, !log.isStuck
        else { return nil }
        let (highest, guess) = (comparison.highest, log.guess)
        let isJumpy = comparison.rises(above: 1.6) >= 2
        let isSpiked = log.hasFewPeaks
        guard comparison.highestRatio >= 3,
            comparison.share(above: 2.5) >= 0.12 || highest > 1.8 * guess,
            highest > 1.15 * guess || isJumpy,
            comparison.usualRatio > 1.3 || highest > 1.5 * guess,
            !(isSpiked && highest < 1.5 * guess)
        else { return nil }
        let isRising = GeneralizationGapDetector.kendall(comparison.values) >= 0.5
        let worst = comparison.ratios.indices.max { comparison.ratios[$0] < comparison.ratios[$1] }
        let step = comparison.steps[worst ?? 0]
        return Suspicion(
            (isRising ? 0.4 : 0.64) - (isSpiked ? 0.1 : 0),
            "at step \(step) the validation loss is \(Wording.number(comparison.highestRatio)) "
                + "times the training loss around it; it reaches \(Wording.number(highest))",
            .modeGap, .validationLoss, steps: step...step, value: comparison.highestRatio,
            threshold: 3)
    }
}
