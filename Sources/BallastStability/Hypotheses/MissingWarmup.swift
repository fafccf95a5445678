import BallastEvents

/// A rate that the first steps cannot bear and later ones can: the loss is sharpest at the start.
///
/// Source: Lewkowycz et al. 2020, "The large learning rate phase of deep learning"; Gilmer et al.
/// 2021, "A loss curvature perspective on training instability".
struct MissingWarmup: Hypothesis {
    let cause = Cause.missingWarmup

    func questions(_ file: CaseFile) -> [Question] {
        isEarly(file) ? [.sharpness(at: 0)] : []
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard isEarly(file), let complaint = file.mainComplaint else { return nil }
        var evidence = [
            "the loss leaves its course at step \(complaint.onset), while the run begins, and the "
                + "rate has no warm-up"
        ]
        var probability = 0.4
        if let facts = file.facts.sharpness[0],
            let rate = file.record[.learningRate].values.first
        {
            evidence.append(
                "before the first update rates above \(Wording.number(facts.rateLimit)) are "
                    + "unstable on the loss's curvature; the run begins at \(Wording.number(rate))")
            probability = rate > facts.rateLimit ? 0.6 : 0.3
        }
        return Suspicion(probability, evidence, explains: complaint)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        [Counterfactual(.configure(change(file)), fromStart: true)]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        Remedy(
            summary: "Let the rate rise to its value over the first \(steps(file)) steps.",
            change: change(file))
    }

    /// Whether the complaint begins with the run.
    private func isEarly(_ file: CaseFile) -> Bool {
        guard let complaint = file.mainComplaint, file.record.configuration?.warmup ?? 0 == 0
        else { return false }
        return complaint.onset <= file.early
    }

    private func change(_ file: CaseFile) -> ConfigurationChange {
        ConfigurationChange([.warmup: .integer(steps(file))])
    }

    /// A tenth of the run, and time for the momentum to settle twice; less than half of what a
    /// re-run is watched for, so that the full rate shows too.
    private func steps(_ file: CaseFile) -> Int {
        let planned = file.record.plannedSteps ?? 200
        return min(max(20, planned / 10), max(2, planned / 3), file.horizon * 2 / 5 + 1)
    }
}
