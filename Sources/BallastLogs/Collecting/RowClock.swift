/// Gives each row of a log one step that grows over the whole run.
///
/// A log may count steps over the run, count them anew in each epoch, count epochs alone, or count
/// nothing.
struct RowClock {
    /// The rows that had no step, numbered from 1.
    private(set) var ordinal = 0
    /// Whether any row had a step.
    private(set) var hasSteps = false
    /// The epoch that begins with a row without a step, in order.
    private(set) var epochsOfRows: [(ordinal: Int, epoch: Double)] = []
    /// The first step of each epoch that was seen, in order.
    private(set) var epochsOfSteps: [(step: Int, epoch: Double)] = []
    /// The last row with both, for epochs that are fractions.
    private(set) var lastOfBoth: (step: Int, epoch: Double)?
    private(set) var firstOfBoth: (step: Int, epoch: Double)?
    /// Whether steps were counted anew in each epoch and have been joined.
    private(set) var isJoined = false

    private var last = 0
    private var lastEpoch: Double?
    private var lastInEpoch = 0
    private var lastTotal: Int?
    private var firstStep: Int?
    /// What is added to a step within an epoch.
    private var offset = 0
    private var offsets: [Double: Int] = [:]

    /// The most changes of epoch that are kept: more are no epochs.
    private static let mostEpochs = 1 << 20

    /// No run makes more; greater numbers are something else, or damage.
    static let mostSteps = 1 << 40

    /// The step of a row.
    ///
    /// - Parameters:
    ///   - step: what the row says.
    ///   - total: the steps of an epoch, where the row says `100/391`.
    mutating func step(_ step: Int?, of total: Int? = nil, epoch: Double?) -> Int {
        guard let step else { return withoutStep(epoch) }
        hasSteps = true
        firstStep = firstStep ?? step
        var global = step
        if let epoch {
            global = joined(step, of: total, epoch)
            if lastEpoch != epoch, epochsOfSteps.count < Self.mostEpochs {
                epochsOfSteps.append((global, epoch))
            }
            lastEpoch = epoch
            if firstOfBoth == nil { firstOfBoth = (global, epoch) }
            lastOfBoth = (global, epoch)
        } else if let total {
            global = wrapped(step, of: total)
        }
        last = global
        return global
    }

    /// Bars that tell no epoch: one that was full and begins anew is the next epoch's.
    private mutating func wrapped(_ step: Int, of total: Int) -> Int {
        defer { (lastInEpoch, lastTotal) = (step, total) }
        // The last line of an epoch may lack what remains of a logging interval.
        if total == lastTotal, step < lastInEpoch, lastInEpoch >= total - step {
            isJoined = true
            offset = min(offset + min(total, Self.mostSteps), Self.mostSteps << 20)
        }
        return isJoined ? offset &+ step : step
    }

    private mutating func joined(_ step: Int, of total: Int?, _ epoch: Double) -> Int {
        defer { lastInEpoch = step }
        if let lastEpoch, epoch > lastEpoch, step <= lastInEpoch {
            // A new epoch whose steps begin anew.
            isJoined = true
            offsets[lastEpoch] = offset
            let counted = max(total ?? 0, lastInEpoch + (firstStep == 0 ? 1 : 0))
            let epochs = max(1, min(Int(exactly: epoch - lastEpoch) ?? 1, 1 << 20))
            offset = min(offset + min(counted, Self.mostSteps) * epochs, Self.mostSteps << 20)
        } else if isJoined, let lastEpoch, epoch < lastEpoch, let earlier = offsets[epoch] {
            // A run that was taken up again.
            offset = earlier
        }
        return isJoined ? offset &+ step : step
    }

    private mutating func withoutStep(_ epoch: Double?) -> Int {
        guard !hasSteps else { return last }
        ordinal += 1
        if let epoch, epochsOfRows.last?.epoch != epoch, epochsOfRows.count < Self.mostEpochs {
            epochsOfRows.append((ordinal, epoch))
        }
        return ordinal
    }

    /// A tag that gives the epoch of a step, as Lightning writes it.
    mutating func note(epoch: Double, at step: Int) {
        if lastEpoch != epoch, epochsOfSteps.count < Self.mostEpochs {
            epochsOfSteps.append((step, epoch))
        }
        lastEpoch = epoch
        if firstOfBoth == nil { firstOfBoth = (step, epoch) }
        lastOfBoth = (step, epoch)
    }
}
