import BallastEvents

/// A rate beyond what the curvature of the loss allows, for as long as it lasts.
///
/// The limit of momentum descent on a quadratic of curvature λ₁ is `η < 2(1 + β) / λ₁`; source:
/// Cohen et al. 2021, "Gradient descent on neural networks typically occurs at the edge of
/// stability".
struct LearningRateTooHigh: Hypothesis {
    let cause = Cause.learningRateTooHigh
    let settledBy = "the same run at half the rate, from before the loss left its course"

    let recipe = Recipe(
        pytorch: """
            for group in optimizer.param_groups: group["lr"] *= 0.5
            """,
        lightning: """
            optimizer = torch.optim.SGD(self.parameters(), lr=0.5 * self.lr, momentum=0.9)
            """,
        keras: """
            model.optimizer.learning_rate = 0.5 * float(model.optimizer.learning_rate)
            """)

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
        let near = [0.1, 0.01].map {
            Counterfactual(.scaleRate(by: $0), fromStart: fromStart)
        }
        return fromStart ? near : near + [Counterfactual(.scaleRate(by: 0.1), fromStart: true)]
    }

    func remedy(_ file: CaseFile, cure: Intervention?) -> Remedy {
        var factor = 0.5
        if case .scaleRate(let by) = cure { factor = by }
        guard let rate = file.record.configuration?.learningRate else {
            return Remedy(summary: "Train at half the rate.")
        }
        return Self.remedy(rate: rate * factor)
    }

    /// Rates a factor of three apart around the one that cured.
    func alternatives(_ file: CaseFile, cure: Intervention?) -> [Remedy] {
        guard let rate = file.record.configuration?.learningRate else { return [] }
        var tried = 0.5
        if case .scaleRate(let factor) = cure { tried = factor }
        return [3, 0.3, 0.1, 0.03]
            .map { Self.remedy(rate: rate * tried * $0) }
    }

    /// A longer run meets sharper places than a short re-run.
    func isSafer(_ one: Remedy, than other: Remedy) -> Bool {
        guard case .number(let rate) = one.change[.learningRate],
            case .number(let beside) = other.change[.learningRate]
        else { return false }
        return rate < beside
    }

    private static func remedy(rate: Double) -> Remedy {
        let rate = Wording.rounded(rate)
        return Remedy(
            summary: "Train at the rate \(Wording.number(rate)); `ballast raise-lr` shows what "
                + "would let it be higher.",
            change: ConfigurationChange([.learningRate: .number(rate)]))
    }
}

extension LearningRateTooHigh {
    /// A loss that rises until it is no number, never gets below guessing though it moves, peaks
    /// again and again, or ends far above its best.
    func suspicion(in log: LogCourse) -> Suspicion? {
        if let breakdown = log.breakdown, !breakdown.isPassing {
            guard !log.isCalm(before: breakdown) else { return nil }
            return Suspicion(
                0.6, ["the loss rises until it is not finite at step \(breakdown.step)"])
        }
        let level = Wording.number(log.lateLevel)
        if let peak = log.earlyExcursion {
            let passes = log.lateLevel < 0.6 * log.guess
            return Suspicion(
                passes ? 0.45 : 0.62,
                [
                    "the loss rises to \(Wording.number(peak)) while the run begins"
                        + (passes ? "" : ", and stays at \(level)")
                ])
        }
        if log.isStuck {
            guard log.idleness == nil else { return Suspicion(0.3, ["the loss stays at \(level)"]) }
            return Suspicion(
                0.6, "the loss moves, but ends at \(level), no better than guessing", .notLearning,
                .trainLoss, steps: log.steps, value: log.lateLevel, threshold: 0.93 * log.guess)
        }
        let peaks = log.peaks
        if peaks.count > 3 {
            return Suspicion(0.55, ["the loss leaves its course \(peaks.count) times"])
        }
        return log.relapse.map {
            Suspicion(
                0.5,
                [
                    "the loss ends at \(Wording.number($0.last)), its best level was "
                        + Wording.number($0.best)
                ])
        }
    }
}
