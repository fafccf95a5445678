import BallastEvents

/// Turns suspicions and trials into verdicts.
///
/// A fact that was seen is proven. A suspect whose re-run cures is proven, unless a more specific
/// one is proven for the same complaint: half the rate cures almost everything, and where the run
/// is sound at its full rate once the other factor is gone, the rate was not to blame. A suspect
/// whose re-run changes nothing is excluded, and so is one that another's cure leaves nothing of.
struct Judgement {
    private let file: CaseFile
    private let suspects: [Suspect]

    init(_ file: CaseFile, _ suspects: [Suspect]) {
        self.file = file
        self.suspects = suspects
    }

    /// Best first. A mere risk is left out unless it was shown to do harm.
    var reports: [CauseReport] {
        suspects.filter { !$0.suspicion.isRisk || $0.cure != nil || isFurther($0) }
            .map(report).sorted(by: precedes)
    }

    private func precedes(_ one: CauseReport, _ other: CauseReport) -> Bool {
        if one.verdict != other.verdict { return one.verdict > other.verdict }
        if one.verdict == .proven {
            let ranks = [one, other].map { rank($0.cause) }
            if ranks[0] != ranks[1] { return ranks[0] < ranks[1] }
            // Trouble of training carries into validation.
            if isInTraining(one) != isInTraining(other) { return isInTraining(one) }
        } else if one.probability != other.probability {
            return one.probability > other.probability
        }
        return Hypotheses.specificity(of: one.cause) < Hypotheses.specificity(of: other.cause)
    }

    /// What the record shows comes before what was tried out on the chance, and that before what
    /// only showed behind another cause.
    private func rank(_ cause: Cause) -> Int {
        guard let suspect = suspects.first(where: { $0.cause == cause }) else { return 0 }
        return isFurther(suspect) ? 2 : suspect.suspicion.isRisk ? 1 : 0
    }

    private func isFurther(_ suspect: Suspect) -> Bool { suspect.further?.cures ?? false }

    private func isInTraining(_ report: CauseReport) -> Bool {
        let suspect = suspects.first { $0.cause == report.cause }
        return suspect?.suspicion.complaint?.channel == .trainLoss
    }

    private func report(_ suspect: Suspect) -> CauseReport {
        let (verdict, probability, remark) = verdict(of: suspect)
        let further = isFurther(suspect) ? suspect.further : nil
        let trial = further ?? suspect.cure ?? suspect.best
        var evidence = suspect.suspicion.evidence + suspect.trials.map(Self.sentence)
        evidence += suspect.remarks
        if let remark { evidence.append(remark) }
        var remedy =
            suspect.repair?.remedy
            ?? suspect.hypothesis.remedy(file, cure: (further ?? suspect.cure)?.intervention)
        let framework = file.record.framework
        remedy.code = framework.map(suspect.hypothesis.recipe.code)
        return CauseReport(
            suspect.cause, verdict, probability: probability,
            recoveredFraction: trial?.recoveredFraction, interval: trial?.interval,
            evidence: evidence, remedy: remedy,
            settledBy: framework == nil ? nil : suspect.hypothesis.settledBy)
    }

    private func verdict(of suspect: Suspect) -> (Verdict, Double, String?) {
        let prior = suspect.suspicion.probability
        if suspect.suspicion.isFact { return (.proven, prior, nil) }
        if isFurther(suspect), let further = suspect.further {
            return (
                .proven, 0.9,
                "behind the first cause: with that repaired, \(further.intervention) takes a "
                    + "further fifth of the loss or more"
            )
        }
        if suspect.cure != nil {
            if let other = trainsBetter(than: suspect) {
                return (
                    .excluded, min(prior, 0.1),
                    "it cures too, but the run trains much better by the repair of "
                        + other.cause.rawValue
                )
            }
            if let better = moreSpecific(than: suspect) {
                return (
                    .excluded, min(prior, 0.1),
                    "it cures too, but without it \(better.cause.rawValue) is enough"
                )
            }
            guard suspect.isControlled else { return (.likely, max(prior, 0.7), nil) }
            let others = suspect.accomplices.map(\.rawValue)
            let remark =
                others.isEmpty ? nil : "only together with \(others.joined(separator: ", "))"
            return (.proven, 0.97, remark)
        }
        if let proven = provenElsewhere(suspect) {
            return (
                .excluded, min(prior, 0.1),
                suspect.best?.failed ?? true
                    ? "\(proven.cause.rawValue) alone explains it"
                    : "it helps, but \(proven.cause.rawValue) alone explains it"
            )
        }
        guard let best = suspect.best else {
            return (prior >= 0.5 ? .likely : .possible, prior, nil)
        }
        if best.failed, suspect.isExhausted { return (.excluded, min(prior, 0.03), nil) }
        return (.possible, min(prior, 0.3), nil)
    }

    /// How much better, in the mean logarithm of the losses, one unspecific cause's repair must be
    /// than that of another for the other to be ruled out: the loss lower by a quarter.
    private static let clearly = 0.3

    /// An unspecific suspect beside this unspecific one, whose repair does what this one's does
    /// not.
    ///
    /// A ramp may keep a rate from breaking a run at once that is still far too high for it.
    private func trainsBetter(than suspect: Suspect) -> Suspect? {
        guard suspect.hypothesis.isUnspecific, let complaint = suspect.suspicion.complaint,
            let level = suspect.repair?.level
        else { return nil }
        return suspects.first { other in
            other.cause != suspect.cause && other.hypothesis.isUnspecific && other.isProven
                && other.explains(complaint)
                && other.repair.map { $0.level < level - Self.clearly } == true
        }
    }

    /// A suspect that is proven for the same complaint and stands before this one.
    private func moreSpecific(than suspect: Suspect) -> Suspect? {
        guard let complaint = suspect.suspicion.complaint else { return nil }
        let place = Hypotheses.specificity(of: suspect.cause)
        return suspects.first { other in
            other.isProven && !suspect.accomplices.contains(other.cause)
                && Hypotheses.specificity(of: other.cause) < place && other.explains(complaint)
                && trainsBetter(than: other) == nil
        }
    }

    /// Whether a proven trouble of training begins before one of validation ends: weights that are
    /// thrown about validate badly too.
    private func carries(_ other: Suspect, into complaint: Complaint) -> Bool {
        guard let training = other.suspicion.complaint, training.channel == .trainLoss
        else { return false }
        return complaint.channel == .validationLoss
            && training.onset <= complaint.window.upperBound
    }

    /// A cause whose change alone cures the same complaint, or the trouble behind it. An unspecific
    /// one says nothing of a suspect that was not tried out.
    private func provenElsewhere(_ suspect: Suspect) -> Suspect? {
        guard let complaint = suspect.suspicion.complaint else { return nil }
        return suspects.first { other in
            other.cause != suspect.cause && other.isProven && other.accomplices.isEmpty
                && (other.explains(complaint) || carries(other, into: complaint))
                && (suspect.isExhausted || !other.hypothesis.isUnspecific)
        }
    }

    private static func sentence(_ trial: Trial) -> String {
        let share = Wording.percent(max(0, trial.recoveredFraction))
        let seeds = trial.seeds > 1 ? " (mean of \(trial.seeds) seeds)" : ""
        if trial.cures {
            return "re-run with \(trial.intervention): \(share) of the damage is gone\(seeds)"
        }
        return "re-run with \(trial.intervention): \(share) of the damage is gone\(seeds), "
            + (trial.failed ? "so this is not it" : "too little for a proof")
    }
}
