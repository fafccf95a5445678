/// How much the guard may do, and how long it waits.
public struct GuardLimits: Codable, Hashable, Sendable {
    /// Refused, clipped or slowed steps in a whole run.
    public var interventions: Int
    /// Roll-backs in a whole run.
    public var rollBacks: Int
    /// Updates before the onset of a spike that a roll-back takes out too: the loss of a step shows
    /// the update before it, and a state goes bad over a few of them.
    public var margin = 3
    /// What the rate is multiplied by where the state went bad.
    public var lowering = 0.5
    /// The same where it does so again within ``horizon`` steps.
    public var urgentLowering = 0.25
    /// The share of the rate below which the run is given up.
    public var leastRate = 1e-4
    /// Steps over which the rate comes up after a roll-back.
    public var ramp = 20
    /// Steps after which a decision has helped if nothing happened, and after which a lowered rate
    /// goes up a step.
    public var horizon = 50
    /// What a lowered rate goes up by at a time.
    public var raising = 1.5
    /// Training batches that running statistics are estimated over.
    public var reestimationBatches = 16
    /// The largest share of the training samples that may be left out.
    public var quarantineShare = 0.02

    /// States before onsets that a run keeps as checkpoints.
    public var keptStates = 8

    /// The limits of a run of so many updates: one intervention in fifty steps, ten at least.
    public init(plannedSteps: Int) {
        interventions = max(10, plannedSteps / 50)
        rollBacks = 12
    }
}
