import BallastEvents

/// A rate that the first steps cannot bear and later ones can: the loss is sharpest at the start.
///
/// Source: Lewkowycz et al. 2020, "The large learning rate phase of deep learning"; Gilmer et al.
/// 2021, "A loss curvature perspective on training instability".
struct MissingWarmup: Hypothesis {
    let cause = Cause.missingWarmup
    let settledBy = "the same run with a ramp over its first steps"

    let recipe = Recipe(
        pytorch: """
            warmup = torch.optim.lr_scheduler.LinearLR(
                optimizer, start_factor=0.01, total_iters=100)
            # And warmup.step() behind every optimizer.step().
            """,
        lightning: """
            def configure_optimizers(self):
                optimizer = torch.optim.SGD(self.parameters(), lr=self.lr, momentum=0.9)
                warmup = torch.optim.lr_scheduler.LinearLR(optimizer, 0.01, total_iters=100)
                return [optimizer], [{"scheduler": warmup, "interval": "step"}]
            """,
        keras: """
            rate = keras.optimizers.schedules.CosineDecay(
                0.0, steps, warmup_target=rate, warmup_steps=100)
            """)

    func questions(_ file: CaseFile) -> [Question] {
        isEarly(file) ? [.sharpness(at: 0)] : []
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard isEarly(file) else { return nil }
        guard let complaint = file.mainComplaint else { return risk(file) }
        var evidence = [
            "the loss leaves its course at step \(complaint.onset), while the run begins, and the "
                + "rate has no warm-up"
        ]
        var probability = isTransient(file, complaint) ? 0.45 : 0.25
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
        [Counterfactual(.configure(change(file)), fromStart: true, isRandom: true)]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        remedy(steps: steps(file))
    }

    /// Whether the complaint begins with the run.
    private func isEarly(_ file: CaseFile) -> Bool {
        guard file.record.configuration?.warmup ?? 0 == 0 else { return false }
        return file.mainComplaint.map { $0.onset <= file.early } ?? true
    }

    /// Whether it looks like trouble of the first steps alone: the loss comes back by itself, or
    /// the optimizer is one whose first steps are its longest.
    private func isTransient(_ file: CaseFile, _ complaint: Complaint) -> Bool {
        if file.record.configuration?.optimizer.isAdaptive == true { return true }
        let spikes = file.findings(.spike, complaint.channel)
        return complaint.symptom == .spike
            && spikes.allSatisfy { $0.outcome == .fastRecovery || $0.outcome == .slowRecovery }
    }

    /// An optimizer that scales gradients takes its longest steps at first, while it knows little
    /// of their scale; units that die early are their trace.
    private func risk(_ file: CaseFile) -> Suspicion? {
        guard file.record.configuration?.optimizer.isAdaptive == true,
            let complaint = file.slowness()
        else { return nil }
        return Suspicion(
            0.3,
            ["the optimizer scales its gradients, and its first steps are made at the full rate"],
            explains: complaint, isRisk: true)
    }

    /// A longer ramp.
    func alternatives(_ file: CaseFile, cure: Intervention?) -> [Remedy] {
        let planned = file.record.plannedSteps ?? 200
        return [remedy(steps: max(steps(file), planned / 4))]
    }

    private func remedy(steps: Int) -> Remedy {
        Remedy(
            summary: "Let the rate rise to its value over the first \(steps) steps.",
            change: ConfigurationChange([.warmup: .integer(steps)]))
    }

    private func change(_ file: CaseFile) -> ConfigurationChange {
        remedy(steps: steps(file)).change
    }

    /// A tenth of the run, and time for the momentum to settle twice; less than half of what a
    /// re-run is watched for, so that the full rate shows too.
    private func steps(_ file: CaseFile) -> Int {
        let planned = file.record.plannedSteps ?? 200
        return min(max(20, planned / 10), max(2, planned / 3), file.horizon * 2 / 5 + 1)
    }
}
