import BallastEvents

/// Turns suspicions and trials into verdicts.
///
/// A fact that was seen is proven. A suspect whose re-run cures is proven, unless a more specific
/// one explains the same complaint; then it stays possible, because an unspecific change such as
/// half the rate cures almost everything. A suspect whose re-run changes nothing is excluded.
struct Judgement {
    private let file: CaseFile
    private let suspects: [Suspect]

    init(_ file: CaseFile, _ suspects: [Suspect]) {
        self.file = file
        self.suspects = suspects
    }

    /// Best first.
    var reports: [CauseReport] {
        suspects.map(report).sorted { one, other in
            if one.verdict != other.verdict { return one.verdict > other.verdict }
            let places = [one, other].map { Hypotheses.specificity(of: $0.cause) }
            if one.verdict == .proven { return places[0] < places[1] }
            if one.probability != other.probability { return one.probability > other.probability }
            return places[0] < places[1]
        }
    }

    private func report(_ suspect: Suspect) -> CauseReport {
        let (verdict, probability, remark) = verdict(of: suspect)
        let trial = suspect.cure ?? suspect.best
        var evidence = suspect.suspicion.evidence + suspect.trials.map(Self.sentence)
        evidence += suspect.remarks
        if let remark { evidence.append(remark) }
        return CauseReport(
            suspect.cause, verdict, probability: probability,
            recoveredFraction: trial?.recoveredFraction, interval: trial?.interval,
            evidence: evidence,
            remedy: suspect.hypothesis.remedy(file, cure: suspect.cure?.intervention))
    }

    private func verdict(of suspect: Suspect) -> (Verdict, Double, String?) {
        let prior = suspect.suspicion.probability
        if suspect.suspicion.isFact { return (.proven, prior, nil) }
        if suspect.cure != nil {
            if let better = moreSpecific(than: suspect) {
                return (
                    .possible, min(prior, 0.2),
                    "it cures too, but \(better.cause.rawValue) explains it more specifically"
                )
            }
            guard suspect.isControlled else { return (.likely, max(prior, 0.7), nil) }
            let others = suspect.accomplices.map(\.rawValue)
            let remark =
                others.isEmpty ? nil : "only together with \(others.joined(separator: ", "))"
            return (.proven, 0.97, remark)
        }
        guard let best = suspect.best else {
            // Nothing was re-run: a proven cause of the same complaint leaves it possible.
            if isProvenElsewhere(suspect) { return (.possible, min(prior, 0.2), nil) }
            return (prior >= 0.5 ? .likely : .possible, prior, nil)
        }
        if best.failed, suspect.isExhausted { return (.excluded, min(prior, 0.03), nil) }
        return (.possible, min(prior, 0.3), nil)
    }

    /// A suspect that is proven for the same complaint and stands before this one.
    private func moreSpecific(than suspect: Suspect) -> Suspect? {
        guard let complaint = suspect.suspicion.complaint else { return nil }
        let place = Hypotheses.specificity(of: suspect.cause)
        return suspects.first { other in
            other.isProven && !suspect.accomplices.contains(other.cause)
                && Hypotheses.specificity(of: other.cause) < place && other.explains(complaint)
        }
    }

    private func isProvenElsewhere(_ suspect: Suspect) -> Bool {
        guard let complaint = suspect.suspicion.complaint else { return false }
        return suspects.contains {
            $0.cause != suspect.cause && $0.isProven && $0.explains(complaint)
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
