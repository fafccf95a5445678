/// What the guard did about a step.
public enum GuardAction: String, Codable, Sendable, CaseIterable {
    case commit
    /// The update is refused; the batch is passed over.
    case skip
    /// The update is made from gradients that were scaled down.
    case clip
    /// Samples of a refused batch are left out from the next epoch on.
    case quarantine
    /// A rate that was lowered before goes up again.
    case raiseRate
    /// The update is refused, and the state of an earlier step is put back.
    case rollBack
    /// Running statistics are estimated anew before validations.
    case reestimate
    /// A cut of the rate or an early stop is not carried out.
    case holdBack
    /// The update is refused and the run ends.
    case stop
}
