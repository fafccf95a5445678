import BallastEvents

/// A fault that makes a run worse than its twin, which lacks the fault alone.
struct CauseCase: Sendable, CustomStringConvertible {
    typealias Change = @Sendable (inout RunConfiguration) throws -> Void

    let cause: Cause
    let name: String
    var train = Gratings()
    var twinTrain: Gratings?
    var spoiled: SpoiledGratings?
    /// What both have, where that is no fault by itself.
    var spoiledInBoth: SpoiledGratings?
    /// What both have.
    var base: Change = { _ in }
    /// What the faulty one has on top.
    var fault: Change = { _ in }
    /// The least that a diagnosis must say.
    var verdict = Verdict.proven
    /// Causes that the fault brings with it, and that are rightly named behind it.
    var companions: Set<Cause> = []
    /// What the twin shows too, and what does it no harm.
    var harmless: Set<Symptom> = []

    var description: String { "\(cause.rawValue): \(name)" }

    func faulty() throws -> DiagnosedRun {
        try DiagnosedRun(train: train, spoiled: spoiled ?? spoiledInBoth) {
            try base(&$0)
            try fault(&$0)
        }
    }

    func twin() throws -> DiagnosedRun {
        try DiagnosedRun(train: twinTrain ?? train, spoiled: spoiledInBoth, base)
    }
}
