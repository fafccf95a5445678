import BallastEvents

/// What the curves of a bare log show, where neither the configuration nor the data of the run is
/// known: the one thing that hypotheses have to go by then.
///
/// The rules were calibrated on logs of small networks in PyTorch with planted faults, those of the
/// `tuning` split of `Benchmarks/foreign`; their reasons stand with them.
public struct LogCourse: Sendable {
    let record: RunRecord
    /// The training losses that are numbers.
    let losses: Series
    /// The validation losses that are numbers.
    let validations: Series
    /// What guessing costs, as far as the log tells.
    let guess: Double
    /// Whether the training loss is one value per validation or so: a mean over an epoch.
    let isPerEpoch: Bool
    /// The peaks of the training loss behind the beginning.
    private(set) var peaks: [Peak] = []
    /// The points after which the loss repeats itself, and how much of its movement that explains;
    /// nil where nothing does.
    private(set) var period: (points: Int, correlation: Double)?

    init(_ record: RunRecord) {
        self.record = record
        losses = record[.trainLoss].finite
        validations = record[.validationLoss].finite
        isPerEpoch = record[.trainLoss].count * 5 <= record[.validationLoss].count * 8
        guess = Self.guess(record, losses.values, validations.values)
        // Several causes ask for them, and they take the longest to find.
        peaks = foundPeaks().filter { $0.index >= beginning }
        period = foundPeriod()
    }

    /// Points of the loss that a course has at least.
    private static let fewest = 4

    /// Whether there is anything to judge.
    var isTelling: Bool { record[.trainLoss].count >= Self.fewest }

    /// The median loss between two shares of the course.
    func level(from low: Double, to high: Double) -> Double {
        let count = Double(losses.count)
        let start = min(Int(low * count), max(0, losses.count - 1))
        let end = max(start + 1, min(losses.count, Int(high * count)))
        guard !losses.isEmpty else { return .nan }
        return Self.median(losses.values[start..<end]) ?? .nan
    }

    /// From the first to the last step of the training loss.
    var steps: ClosedRange<Int> {
        let first = losses.steps.first ?? 0
        return first...max(first, losses.steps.last ?? 0)
    }

    /// The median loss of the last third.
    var lateLevel: Double { level(from: 0.67, to: 1) }

    /// The number of points that count as the beginning.
    var beginning: Int { max(3, losses.count / 8) }

    /// The highest loss of the beginning behind the first.
    var earlyPeak: Double { losses.values.dropFirst().prefix(max(0, beginning - 1)).max() ?? 0 }

    /// Points of the loss from which on it should have left what guessing costs: epochs, or steps.
    private var patience: Int { isPerEpoch ? 8 : 50 }

    /// Whether the loss ends where it costs no less than guessing.
    var isStuck: Bool { losses.count >= patience && lateLevel > 0.93 * guess }

    /// The median; of many values, that of every few of them.
    static func median(_ values: ArraySlice<Double>) -> Double? {
        let stride = max(1, values.count / 4096)
        return Swift.stride(from: values.startIndex, to: values.endIndex, by: stride)
            .map { values[$0] }.median
    }
}

extension Series {
    /// The points that are numbers.
    fileprivate var finite: Series {
        guard !values.allSatisfy(\.isFinite) else { return self }
        let kept = values.indices.filter { values[$0].isFinite }
        return Series(steps: kept.map { steps[$0] }, values: kept.map { values[$0] })
    }
}
