import BallastEvents

/// Adam's second moment is an average over the past: where gradients outgrow it, the update is far
/// too large.
///
/// Source: Wortsman et al. 2023, "Stable and low-precision training for large-scale
/// vision-language models", section 3.4.
struct SecondMomentLag: Hypothesis {
    let cause = Cause.secondMomentLag

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let complaint = file.mainComplaint, isAdaptive(file) else { return nil }
        let surges = file.findings(.secondMomentSurge).filter {
            $0.firstStep <= complaint.onset && complaint.onset - $0.firstStep <= 16
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
        [
            Counterfactual(.configure(ConfigurationChange([.updateClip: 1.0]))),
            Counterfactual(.configure(ConfigurationChange([.beta2: 0.9]))),
        ]
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

    private func isAdaptive(_ file: CaseFile) -> Bool {
        switch file.record.configuration?.optimizer {
        case .adam, .adamw: true
        default: false
        }
    }
}
