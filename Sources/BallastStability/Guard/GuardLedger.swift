import BallastEvents

/// What the guard has done in a run. It outlives roll-backs: what was spent is spent.
struct GuardLedger: Codable, Hashable, Sendable {
    /// A decision whose effect is still open.
    struct FollowUp: Codable, Hashable, Sendable {
        var decisionStep: Int
        var action: GuardAction
        /// The step from which on it has helped.
        var due: Int
    }

    /// A refused batch of which the next step will show whether it was at fault.
    struct Suspect: Codable, Hashable, Sendable {
        var step: Int
        var samples: [Int]
        /// The epoch from which on its samples can be left out.
        var nextEpoch: Int
    }

    var rate = GuardRate()
    var interventions = 0
    var rollBacks = 0
    /// The step that the last roll-back went to.
    var lastTarget: Int?
    /// Non-finite steps in a row.
    var refusals = 0
    var followUps: [FollowUp] = []
    var suspect: Suspect?
    /// Samples that are left out, with the epoch from which on.
    var quarantine: [Int: Int] = [:]
    /// Whether running statistics are estimated anew before every validation.
    var reestimates = false
    /// The last step that was high or at which the rate was changed.
    var lastTrouble = 0
    /// States before onsets that were kept as checkpoints.
    var keptStates = 0
}
