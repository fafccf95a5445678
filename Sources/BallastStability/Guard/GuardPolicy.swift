import BallastEvents

/// Decides about every proposed update before it is committed, and remembers what came of it.
///
/// A value: the loop that owns it carries its decisions out, and a checkpoint holds it, so that a
/// resumed run decides as one that was not interrupted.
///
/// A non-finite loss, gradient or proposal is never committed. Beyond that only
/// ``BallastEvents/GuardMode/repair`` acts, the smallest sufficient action first: it scales a
/// gradient down, passes a batch over, leaves its samples out where the next batch is calm, and
/// where it is not, puts an earlier state back and lowers the rate, which it raises again in calm
/// times.
public struct GuardPolicy: Codable, Hashable, Sendable {
    public let mode: GuardMode
    public let limits: GuardLimits
    /// What guessing costs, where that is known.
    public let guessingLoss: Double?
    var senses: GuardSenses
    var ledger = GuardLedger()

    /// - Parameters:
    ///   - classes: of which guessing costs `ln K`.
    ///   - plannedSteps: the updates that the run is to make.
    public init(mode: GuardMode, classes: Int, plannedSteps: Int) {
        self.mode = mode
        guessingLoss = classes > 1 ? Double(classes).logarithm : nil
        limits = GuardLimits(plannedSteps: plannedSteps)
        senses = GuardSenses(guessingLoss: guessingLoss)
    }

    /// What a step's scheduled rate is multiplied by; exactly 1 unless the guard lowered it.
    ///
    /// - Parameter step: counts from 1.
    public func rateMultiplier(at step: Int) -> Double { ledger.rate.multiplier(at: step) }

    /// The training samples that are left out, with the epoch from which on.
    public var quarantine: [Int: Int] { ledger.quarantine }

    /// Training batches over which running statistics are to be estimated anew before every
    /// validation; 0 where they are left alone.
    public var reestimationBatches: Int { ledger.reestimates ? limits.reestimationBatches : 0 }

    /// The highest loss of a batch that passes now.
    public var usualLoss: Double { senses.loss.allowed }

    /// Whether a loss is above its course, or was until a moment ago.
    ///
    /// - Parameter span: the steps that a recovery still casts its shadow over, such as those
    ///   between two validations.
    public func isRecovering(at step: Int, span: Int) -> Bool {
        if senses.loss.open?.isConfirmed ?? false { return true }
        if senses.validation.open?.isConfirmed ?? false { return true }
        return senses.lastHigh.map { step - $0 <= span } ?? false
    }

    /// The onset of the spike that a recovery belongs to; nil where there is none.
    public var spikeOnset: Int? { senses.loss.open?.onset ?? senses.validation.open?.onset }

    /// Whether states before onsets are still to be kept.
    public var keepsStates: Bool { mode != .off && ledger.keptStates < limits.keptStates }

    /// Counts a state that was kept.
    public mutating func countKeptState() { ledger.keptStates += 1 }

    /// Takes back what was seen since an earlier step. What was done since stays known.
    public mutating func rollBack(to earlier: GuardPolicy) {
        senses = earlier.senses
    }

    /// Says that the run goes on from a checkpoint of that step.
    public mutating func resumed(after step: Int) {
        senses.loss.resumed(after: step)
        senses.gradient.resumed(after: step)
        senses.validation.resumed(after: step)
    }
}
