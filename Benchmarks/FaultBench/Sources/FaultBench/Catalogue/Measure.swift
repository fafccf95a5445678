import Ballast

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a fault is said to worsen. All are logarithms, smaller is better, and a run that broke off
/// has the worst value, that of a loss of 10,000.
enum Measure: String, Codable, CaseIterable, Sendable {
    /// The loss of the final state on the whole validation set.
    case finalValidation
    /// How far a training loss stands at most above the median of the sixteen before it.
    case spike
    /// The mean logarithm of the training loss over the planned steps: slow, broken or spiking
    /// training all raise it.
    case meanTraining
    /// The highest validation loss behind the first quarter of the run.
    case peakValidation
    /// The mean change of the validation loss's logarithm from one validation to the next.
    case validationJitter

    static let worst = log(1e4)

    /// - Parameter finalLoss: of the final state on the whole validation set.
    func value(of record: RunRecord, finalLoss: Double) -> Double {
        let planned = record.plannedSteps ?? record.lastStep
        let broke = record.endedNonFinite
        let (training, validation) = (record[.trainLoss], record[.validationLoss])
        switch self {
        case .finalValidation: return broke ? Self.worst : Self.logarithm(finalLoss)
        case .spike:
            return broke ? Self.worst : Self.highestRise(training.values.map(Self.logarithm))
        case .meanTraining:
            let missing = broke ? max(0, planned - training.count) : 0
            let losses = training.values.map(Self.logarithm)
            return (losses.reduce(0, +) + Double(missing) * Self.worst)
                / Double(max(1, losses.count + missing))
        case .peakValidation:
            let from = min(planned, record.lastStep) / 4
            let losses = validation.within(from...max(from, planned)).values.map(Self.logarithm)
            return broke ? Self.worst : losses.max() ?? Self.worst
        case .validationJitter:
            let losses = validation.values.map(Self.logarithm)
            let moves = zip(losses, losses.dropFirst()).map { abs($1 - $0) }
            return log(0.01 + moves.reduce(0, +) / Double(max(1, moves.count)))
        }
    }

    private static func highestRise(_ losses: [Double]) -> Double {
        losses.indices.dropFirst(16).map { index in
            losses[index] - losses[(index - 16)..<index].sorted()[8]
        }.max() ?? 0
    }

    private static func logarithm(_ loss: Double) -> Double {
        guard loss.isFinite else { return worst }
        return min(worst, log(max(loss, 1e-4)))
    }
}
