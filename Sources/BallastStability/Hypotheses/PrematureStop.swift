import BallastEvents

/// A run that was ended, or whose rate was cut, while it was still getting better.
struct PrematureStop: Hypothesis {
    let cause = Cause.prematureStop

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let finding = file.findings(.stoppedWhileImproving).first else { return nil }
        // What is measured is the level behind the stop against the one at it.
        let complaint = Complaint(
            symptom: finding.symptom, channel: finding.channel, onset: finding.lastStep,
            window: finding.lastStep...max(finding.lastStep, end(file)),
            reference: finding.value)
        return Suspicion(0.6, [finding.text], explains: complaint)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        [Counterfactual(.configure(change(file)))]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        Remedy(
            summary: "Give the rule more patience, or let it begin later: it stopped or slowed a "
                + "run that was still getting better.",
            change: change(file))
    }

    private func end(_ file: CaseFile) -> Int {
        max(file.record.plannedSteps ?? 0, file.record.lastStep)
    }

    private func change(_ file: CaseFile) -> ConfigurationChange {
        guard let configuration = file.record.configuration else { return .init() }
        if configuration.earlyStop != nil { return ConfigurationChange([.earlyStop: .none]) }
        guard case .plateau(var plateau) = configuration.schedule.form else { return .init() }
        plateau.patience = max(10, 3 * plateau.patience)
        return ConfigurationChange([
            .schedule: .text(ScheduleSpec(.plateau(plateau)).description)
        ])
    }
}
