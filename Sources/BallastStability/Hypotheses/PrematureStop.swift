import BallastEvents

/// A run that was ended, or whose rate was cut, while it was still getting better.
///
/// What would prove it is the same run going on: its loss gets below where the rule left it.
struct PrematureStop: Hypothesis {
    let cause = Cause.prematureStop

    /// The share of the loss that going on must win.
    private static let gain = 0.1

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let finding = finding(file), let complaint = complaint(finding, file) else {
            return nil
        }
        return Suspicion(0.6, [finding.text], explains: complaint)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        guard let finding = finding(file) else { return [] }
        if isStop(finding, file) {
            return [Counterfactual(.configure(ConfigurationChange([.earlyStop: .none])))]
        }
        return [Counterfactual(.holdRate, before: finding.lastStep)]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        Remedy(
            summary: "Give the rule more patience, or let it begin later: it stopped or slowed a "
                + "run that was still getting better.",
            change: change(file))
    }

    private func finding(_ file: CaseFile) -> Finding? {
        file.findings(.stoppedWhileImproving).min { $0.lastStep < $1.lastStep }
    }

    private func isStop(_ finding: Finding, _ file: CaseFile) -> Bool {
        file.record.status == .completed && finding.lastStep == file.record.lastStep
    }

    /// The level behind the rule's step, in the later half of the steps that a re-run makes.
    ///
    /// A run that was stopped stands at its best validation loss, one that was cut at what it
    /// reached afterwards.
    private func complaint(_ finding: Finding, _ file: CaseFile) -> Complaint? {
        let (step, planned) = (finding.lastStep, file.record.plannedSteps ?? file.record.lastStep)
        let end = min(planned, step + max(file.horizon, step))
        guard end > step + 1 else { return nil }
        let window = (step + (end - step + 1) / 2)...end
        let validations = file.record[.validationLoss].within(0...step).values
        let isStop = isStop(finding, file)
        let level =
            isStop
            ? validations.filter(\.isFinite).min()
            : file.record[.trainLoss].within(window).values.finite.median
        guard let level else { return nil }
        return Complaint(
            symptom: finding.symptom, channel: isStop ? .validationLoss : .trainLoss, onset: step,
            window: window, reference: (1 - Self.gain) * level)
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
