/// The share of the scheduled learning rate that the guard lets through.
public struct GuardRate: Codable, Hashable, Sendable {
    /// 1 unless the guard lowered the rate.
    public private(set) var factor = 1.0
    /// What ``factor`` may come back to.
    public private(set) var ceiling = 1.0
    /// The factor at which the state went bad last.
    private var lastTrouble: Double?
    private var rampStart = 0
    private var rampSteps = 0

    /// The rate's share of a ramp's first step.
    private static let rampBase = 0.1
    /// The share of a rate that went bad twice which is tried again.
    private static let caution = 0.7

    public init() {}

    public var isLowered: Bool { factor < 1 }

    /// The multiplier of a step's rate; exactly 1 where nothing was lowered.
    ///
    /// - Parameter step: counts from 1.
    public func multiplier(at step: Int) -> Double {
        guard rampSteps > 0, step <= rampStart + rampSteps else { return factor }
        let share = Double(max(0, step - rampStart)) / Double(rampSteps)
        return factor * (Self.rampBase + (1 - Self.rampBase) * share)
    }

    /// Lowers the rate. A rate that goes bad a second time is not tried again.
    mutating func lower(by share: Double) {
        if let lastTrouble, factor >= Self.caution * lastTrouble {
            ceiling = min(ceiling, Self.caution * factor)
        }
        lastTrouble = factor
        factor *= share
        ceiling = max(ceiling, factor)
    }

    /// Brings the rate up from a tenth over some steps.
    mutating func ramp(from step: Int, steps: Int) {
        (rampStart, rampSteps) = (step, steps)
    }

    /// - Returns: whether there was room to raise it.
    mutating func raise(by share: Double) -> Bool {
        let higher = min(ceiling, factor * share)
        guard higher > factor else { return false }
        factor = higher
        return true
    }
}
