import BallastEvents

/// The validation loss rises while the training loss falls: the model learns its training images
/// by heart.
struct Overfitting: Hypothesis {
    let cause = Cause.overfitting
    let settledBy = "the same run on more or augmented data"

    let recipe = Recipe(
        pytorch: """
            optimizer = torch.optim.SGD(
                model.parameters(), lr=rate, momentum=0.9, weight_decay=5e-4)
            if validation_loss < best:  # keep the best state, not the last
                best = validation_loss
                torch.save(model.state_dict(), "best.pt")
            """,
        lightning: """
            trainer = L.Trainer(callbacks=[
                ModelCheckpoint(monitor="val_loss", save_top_k=1),
                EarlyStopping("val_loss", patience=5)])
            """,
        keras: """
            model.fit(images, labels, validation_data=validation, callbacks=[
                keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)])
            """)

    func questions(_ file: CaseFile) -> [Question] {
        file.findings(.generalizationGap).first.map { [.validation(at: $0.lastStep)] } ?? []
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let finding = file.findings(.generalizationGap).first else { return nil }
        var evidence = [finding.text]
        if let facts = file.facts.validations[finding.lastStep] {
            // Statistics that lag look alike, but go when they are estimated anew.
            guard facts.reestimated > 0.8 * facts.recorded else { return nil }
            evidence.append(
                "the validation loss is \(Wording.number(facts.recorded)), and "
                    + "\(Wording.number(facts.reestimated)) with running statistics estimated "
                    + "anew: they are not the cause")
            return Suspicion(0.9, evidence)
        }
        return Suspicion(0.7, evidence)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] { [] }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        let decay = max(5e-4, 5 * (file.record.configuration?.weightDecay ?? 0))
        return Remedy(
            summary: "Keep the checkpoint with the lowest validation loss, regularize more "
                + "strongly, or train on more or augmented data.",
            change: ConfigurationChange([
                .weightDecay: .number(decay), .earlyStop: "patience=5",
            ]))
    }
}

extension Overfitting {
    /// By what share of what guessing costs the validation loss rises: less is lost between two
    /// validation sets.
    private static let rise = 0.05

    /// A validation loss that rises over two fifths of the log or more: a few validations above the
    /// best one are common.
    func suspicion(in log: LogCourse) -> Suspicion? {
        guard let comparison = log.validationToJudge, log.period == nil, !log.isStuck,
            let lowest = log.lowestValidation,
            5 * lowest.after.count >= 2 * max(10, log.validations.count),
            let last = comparison.values.lastMedian(3), last > 1.15 * lowest.loss,
            last > lowest.loss + Self.rise * log.guess,
            comparison.move < 0.15, GeneralizationGapDetector.kendall(lowest.after) > 0.5
        else { return nil }
        let training = comparison.steps.suffix(3).map { log.trainingLoss(near: $0) }.median ?? .nan
        guard training < 0.6 * last else { return nil }
        return Suspicion(
            0.66,
            "the validation loss rises from \(Wording.number(lowest.loss)) at step "
                + "\(lowest.step) to \(Wording.number(last)), while the training loss falls to "
                + Wording.number(training),
            .generalizationGap, .validationLoss, steps: lowest.step...log.record.lastStep,
            value: last, threshold: 1.15 * lowest.loss)
    }
}
