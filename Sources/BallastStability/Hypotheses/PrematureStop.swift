import BallastEvents

/// A run that was ended, or whose rate was cut, while it was still getting better.
///
/// What would prove it is the same run going on: its loss gets below where the rule left it.
struct PrematureStop: Hypothesis {
    let cause = Cause.prematureStop
    let settledBy = "the same run without the rule that stopped or slowed it"

    let recipe = Recipe(
        pytorch: """
            scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
                optimizer, patience=10, threshold=1e-3, cooldown=5)
            """,
        lightning: """
            EarlyStopping("val_loss", patience=10, min_delta=0.0)
            """,
        keras: """
            keras.callbacks.EarlyStopping(patience=10, start_from_epoch=10)
            keras.callbacks.ReduceLROnPlateau(patience=10, cooldown=5)
            """)

    /// The share of the loss that going on must win.
    private static let gain = 0.1

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let act = act(file), let complaint = complaint(act, file) else { return nil }
        guard let text = act.finding?.text else {
            let what = act.isStop ? "ended the run" : "lowered the rate"
            // A run that has learned nothing is no run to slow down.
            let isIdle = !file.findings(.notLearning).isEmpty
            let isHasty = !file.isMeasured && patience(file).map { $0 < Self.patience } == true
            return Suspicion(
                isIdle || isHasty ? 0.5 : 0.3, ["a rule \(what) after step \(act.step)"],
                explains: complaint, isRisk: !isIdle && !isHasty)
        }
        return Suspicion(0.6, [text], explains: complaint)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        guard let act = act(file) else { return [] }
        if act.isStop {
            return [Counterfactual(.configure(ConfigurationChange([.earlyStop: .none])))]
        }
        return [Counterfactual(.holdRate, before: act.step)]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        Remedy(
            summary: "Give the rule more patience, or let it begin later: it stopped or slowed a "
                + "run that was still getting better.",
            change: change(file))
    }

    func alternatives(_ file: CaseFile, cure: Intervention?) -> [Remedy] {
        guard let act = act(file) else { return [] }
        let change: ConfigurationChange =
            act.isStop
            ? ConfigurationChange([.earlyStop: .none])
            : ConfigurationChange([.schedule: "constant"])
        return [
            Remedy(
                summary: "Train without the rule: it stopped or slowed a run that was still "
                    + "getting better.", change: change)
        ]
    }

    /// The checks without a new minimum below which a rule takes noise for a plateau.
    private static let patience = 3

    private func patience(_ file: CaseFile) -> Int? {
        if let rule = file.record.configuration?.earlyStop { return rule.patience }
        guard case .plateau(let rule) = file.record.configuration?.schedule.form else { return nil }
        return rule.patience
    }

    /// What a rule did, and what there is to say against it.
    private struct Act {
        let step: Int
        let isStop: Bool
        let finding: Finding?
    }

    /// The first act that looks premature; the first of all where none does.
    private func act(_ file: CaseFile) -> Act? {
        let record = file.record
        let first = file.findings(.stoppedWhileImproving).min { $0.lastStep < $1.lastStep }
        guard let step = first?.lastStep ?? record.cutSteps.first ?? record.stopStep else {
            return nil
        }
        return Act(step: step, isStop: step == record.stopStep, finding: first)
    }

    /// The level behind the rule's step, in the later half of the steps that a re-run makes.
    ///
    /// A run that was stopped stands at its best validation loss, one that was cut at what it
    /// reached afterwards.
    private func complaint(_ act: Act, _ file: CaseFile) -> Complaint? {
        let planned = file.record.plannedSteps ?? file.record.lastStep
        let end = min(planned, act.step + max(file.horizon, act.step))
        guard end > act.step + 1 else { return nil }
        let window = (act.step + (end - act.step + 1) / 2)...end
        let validations = file.record[.validationLoss].within(0...act.step).values
        let level =
            act.isStop
            ? validations.filter(\.isFinite).min()
            : file.record[.trainLoss].within(window).values.finite.median
        guard let level else { return nil }
        return Complaint(
            symptom: .stoppedWhileImproving, channel: act.isStop ? .validationLoss : .trainLoss,
            onset: act.step, window: window, reference: (1 - Self.gain) * level)
    }

    private func change(_ file: CaseFile) -> ConfigurationChange {
        guard let configuration = file.record.configuration else { return .init() }
        if var rule = configuration.earlyStop {
            rule.patience = max(10, 3 * rule.patience)
            return ConfigurationChange([.earlyStop: .text(rule.description)])
        }
        guard case .plateau(var plateau) = configuration.schedule.form else { return .init() }
        plateau.patience = max(10, 3 * plateau.patience)
        return ConfigurationChange([
            .schedule: .text(ScheduleSpec(.plateau(plateau)).description)
        ])
    }
}

extension PrematureStop {
    /// A rate that was cut down to nothing early on, or a log that ends a few validations behind
    /// the best one while the training loss falls fast.
    func suspicion(in log: LogCourse) -> Suspicion? {
        guard log.breakdown == nil else { return nil }
        if let cut = log.exhaustedRate {
            return Suspicion(
                0.68,
                "from step \(cut.step) on the rate is cut to \(Wording.percent(cut.share)) of "
                    + "what it was, and the loss stands still",
                .stoppedWhileImproving, .learningRate, steps: cut.step...log.record.lastStep)
        }
        if let planned = log.endsBeforePlan {
            let last = log.record.lastStep
            return Suspicion(
                0.63,
                "the log ends at \(last) of \(planned) steps or epochs, while the training loss "
                    + "falls",
                .stoppedWhileImproving, .trainLoss, steps: last...last)
        }
        guard log.endsWhileFalling, let lowest = log.lowestValidation else { return nil }
        return Suspicion(
            0.5,
            [
                "the log ends \(lowest.after.count - 1) validations behind the best one, at step "
                    + "\(lowest.step), while the training loss falls fast"
            ])
    }
}
