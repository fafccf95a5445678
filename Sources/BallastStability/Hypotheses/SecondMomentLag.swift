import BallastEvents

/// Adam's second moment is an average over the past: where gradients outgrow it, the update is far
/// too large.
///
/// Source: Wortsman et al. 2023, "Stable and low-precision training for large-scale
/// vision-language models", section 3.4.
struct SecondMomentLag: Hypothesis {
    let cause = Cause.secondMomentLag
    let settledBy = "the root of the mean of g²/v of each layer (StableAdamW's RMS)"

    let recipe = Recipe(
        pytorch: """
            optimizer = torch.optim.AdamW(model.parameters(), lr=rate, betas=(0.9, 0.95))
            """,
        keras: "optimizer = keras.optimizers.AdamW(rate, beta_2=0.95)")

    /// Steps before an onset in which a surge, seldom measured, counts for it.
    private static let reach = 50

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let complaint = file.mainComplaint, isAdaptive(file) else { return nil }
        // One finding spans all surges of a run.
        let surges = file.findings(.secondMomentSurge).filter {
            $0.firstStep <= complaint.onset && $0.lastStep >= complaint.onset - Self.reach
        }
        if let surge = surges.last {
            return Suspicion(0.7, [surge.text], explains: complaint)
        }
        let slow = (file.record.configuration?.beta2 ?? 0) >= 0.99
        guard slow, complaint.onset > 16, complaint.symptom != .notLearning else { return nil }
        return Suspicion(
            0.2,
            [
                "the optimizer scales gradients by an average over the last "
                    + "\(Int((1 / (1 - (file.record.configuration?.beta2 ?? 0))).rounded())) steps"
            ],
            explains: complaint)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        // The gradients outgrow the moment some time before the loss shows it.
        let onset = file.mainComplaint?.onset ?? 0
        let surge = file.findings(.secondMomentSurge).first.map {
            max($0.firstStep, onset - Self.reach)
        }
        return [ConfigurationChange([.updateClip: 1.0]), ConfigurationChange([.beta2: 0.9])].map {
            Counterfactual(.configure($0), before: surge)
        }
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        if case .configure(let change) = cure, change[.beta2] != nil {
            return Remedy(
                summary: "Let the second moment follow faster, by a smaller beta2.", change: change)
        }
        return Remedy(
            summary: "Clip the update where a gradient outgrows its second moment.",
            change: ConfigurationChange([.updateClip: 1.0]))
    }

    func alternatives(_ file: CaseFile, cure: Intervention?) -> [Remedy] {
        [
            Remedy(
                summary: "Let the second moment follow faster, by a smaller beta2.",
                change: ConfigurationChange([.beta2: 0.9])),
            Remedy(
                summary: "Let the guard pass updates over whose gradients stand out.",
                change: ConfigurationChange([.guardMode: "repair"])),
        ]
    }

    private func isAdaptive(_ file: CaseFile) -> Bool {
        switch file.record.configuration?.optimizer {
        case .adam, .adamw: true
        default: false
        }
    }
}
