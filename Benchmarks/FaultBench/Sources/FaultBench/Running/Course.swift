import Ballast

/// What is kept of a training that is not diagnosed.
struct Course: Codable, Sendable {
    /// With those that a roll-back took back.
    var stepsMade: Int
    var plannedSteps: Int
    /// Whether every loss was finite and the run came to its end.
    var finite: Bool
    /// The loss of the final state on the whole validation set.
    var finalLoss: Double
    /// The lowest validation loss of the run.
    var bestLoss: Double
    /// The median of the last three validations over the lowest median of any three in a row.
    var rise: Double
    var finalTrainLoss: Double
    /// What guessing costs.
    var guessingLoss: Double
    /// By ``Measure``.
    var measures: [String: Double]

    init(_ record: RunRecord, stepsMade: Int, finalLoss: Double) {
        let summary = CourseSummary(record)
        self.stepsMade = stepsMade
        plannedSteps = record.plannedSteps ?? summary.steps
        finite = summary.finite
        self.finalLoss = finalLoss
        bestLoss = record[.validationLoss].values.filter(\.isFinite).min() ?? finalLoss
        rise = Self.rise(record[.validationLoss].values)
        finalTrainLoss = summary.finalTrainLoss
        guessingLoss = record.guessingLoss ?? .nan
        measures = Dictionary(
            uniqueKeysWithValues: Measure.allCases.map {
                ($0.rawValue, $0.value(of: record, finalLoss: finalLoss))
            })
    }

    private static func rise(_ losses: [Double]) -> Double {
        guard losses.count >= 3 else { return 1 }
        let levels = (2..<losses.count).map { losses[($0 - 2)...$0].sorted()[1] }
        return levels[levels.count - 1] / (levels.min() ?? 1)
    }

    func value(_ measure: Measure) -> Double { measures[measure.rawValue] ?? Measure.worst }
}
