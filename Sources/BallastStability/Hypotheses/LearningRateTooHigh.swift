import BallastEvents

/// A rate beyond what the curvature of the loss allows, for as long as it lasts.
///
/// The limit of momentum descent on a quadratic of curvature λ₁ is `η < 2(1 + β) / λ₁`; source:
/// Cohen et al. 2021, "Gradient descent on neural networks typically occurs at the edge of
/// stability".
struct LearningRateTooHigh: Hypothesis {
    let cause = Cause.learningRateTooHigh

    func questions(_ file: CaseFile) -> [Question] {
        guard let complaint = file.mainComplaint else { return [] }
        let before = file.record.checkpoints.last { $0 < complaint.onset } ?? 0
        return [.sharpness(at: before)]
    }

    func suspicion(_ file: CaseFile) -> Suspicion? {
        guard let complaint = file.mainComplaint else { return nil }
        var evidence: [String] = []
        var probability = file.trainingComplaint == nil ? 0.15 : 0.35
        if let updates = file.findings(.largeUpdates).first {
            evidence.append(updates.text)
            probability += 0.15
        }
        let rates = file.record[.learningRate]
        for (step, facts) in file.facts.sharpness.sorted(by: { $0.key < $1.key }) {
            guard let rate = rates.value(at: step + 1), facts.rateLimit.isFinite else { continue }
            evidence.append(
                "after \(step) updates rates above \(Wording.number(facts.rateLimit)) are unstable "
                    + "on the loss's curvature; the run has \(Wording.number(rate))")
            probability += rate > facts.rateLimit ? 0.2 : -0.1
        }
        if evidence.isEmpty {
            evidence.append("the loss leaves its course at step \(complaint.onset)")
        }
        return Suspicion(min(0.8, max(0.05, probability)), evidence, explains: complaint)
    }

    func counterfactuals(_ file: CaseFile) -> [Counterfactual] {
        guard let complaint = file.mainComplaint else { return [] }
        // A run that was in trouble from its first steps has no sound weights to begin from later.
        let fromStart = complaint.symptom == .notLearning || complaint.onset <= file.early
        let near = [0.5, 0.1, 0.02].map {
            Counterfactual(.scaleRate(by: $0), fromStart: fromStart)
        }
        return fromStart ? near : near + [Counterfactual(.scaleRate(by: 0.1), fromStart: true)]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        var factor = 0.5
        if case .scaleRate(let by) = cure { factor = by }
        let rate = file.record.configuration.map { $0.learningRate * factor }
        return Remedy(
            summary: rate.map {
                "Train at the rate \(Wording.number($0)); `ballast raise-lr` shows what would let "
                    + "it be higher."
            } ?? "Train at half the rate.",
            change: rate.map { ConfigurationChange([.learningRate: .number($0)]) } ?? .init())
    }
}
