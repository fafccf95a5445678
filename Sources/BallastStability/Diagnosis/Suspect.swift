import BallastEvents

/// A cause under suspicion, with what was tried on it.
struct Suspect {
    let hypothesis: any Hypothesis
    var suspicion: Suspicion
    var trials: [Trial] = []
    /// Whether the control showed the complaint again, bit for bit.
    var isControlled = false
    /// Whether every re-run that could prove it was made.
    var isExhausted = false
    /// Sentences about the re-runs.
    var remarks: [String] = []
    /// The repair that was found to train best, and how well; nil where none were compared.
    var repair: RatedRemedy?
    /// What its change did on top of the repair of another cause that is proven; nil where that was
    /// not tried.
    var further: Trial?
    /// The causes that cure together with this one, where none does alone.
    var accomplices: [Cause] = []

    init(_ hypothesis: any Hypothesis, _ suspicion: Suspicion) {
        self.hypothesis = hypothesis
        self.suspicion = suspicion
    }

    var cause: Cause { hypothesis.cause }

    /// The first trial that cured.
    var cure: Trial? { trials.first(where: \.cures) }

    /// Whether the fact was seen, or a re-run cured what the control repeated.
    var isProven: Bool { suspicion.isFact || cure != nil && isControlled }

    /// Whether it would explain a complaint of this kind.
    func explains(_ complaint: Complaint) -> Bool {
        suspicion.complaint?.channel == complaint.channel
            && suspicion.complaint?.symptom == complaint.symptom
    }

    /// The trial that removed most.
    var best: Trial? { trials.max { $0.recoveredFraction < $1.recoveredFraction } }
}

extension Suspect {
    /// What a re-run has shown of a risk that nothing in the record shows; nil for others.
    func harm(in file: CaseFile) -> Finding? {
        guard suspicion.isRisk, let cure, let complaint = suspicion.complaint,
            let level = file.record[complaint.channel].within(complaint.window).values.finite.median
        else { return nil }
        let name = complaint.channel == .trainLoss ? "training loss" : "validation loss"
        return Finding(
            complaint.symptom, complaint.channel, steps: complaint.window, value: level,
            threshold: complaint.reference,
            text: "with \(cure.intervention) the \(name) would be below "
                + "\(Wording.number(complaint.reference)) rather than at "
                + "\(Wording.number(level)) in steps \(complaint.window.lowerBound) to "
                + "\(complaint.window.upperBound)")
    }
}
