import BallastEvents

/// A cause under suspicion, with what was tried on it.
struct Suspect {
    let hypothesis: any Hypothesis
    var suspicion: Suspicion
    var trials: [Trial] = []
    /// Whether the control showed the complaint again, bit for bit.
    var isControlled = false
    /// Sentences about the re-runs.
    var remarks: [String] = []

    init(_ hypothesis: any Hypothesis, _ suspicion: Suspicion) {
        self.hypothesis = hypothesis
        self.suspicion = suspicion
    }

    var cause: Cause { hypothesis.cause }

    /// The first trial that cured.
    var cure: Trial? { trials.first(where: \.cures) }

    /// The trial that removed most.
    var best: Trial? { trials.max { $0.recoveredFraction < $1.recoveredFraction } }
}
