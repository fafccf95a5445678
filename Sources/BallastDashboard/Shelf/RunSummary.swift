import BallastEvents
import BallastReport

/// What the list says of a run.
struct RunSummary: Hashable, Sendable {
    struct Point: Hashable, Sendable {
        var step: Int
        var value: Double
    }

    /// The run's path below the folder that is served.
    var name: String
    /// What was trained, or what has written the log.
    var subject: String
    var state: RunState
    var steps: Int
    var plannedSteps: Int?
    var lastValidation: Point?
    var bestValidation: Point?
    var lastTraining: Point?
    /// The curve in small: of the validation loss, or else of the training loss.
    var spark: [Point] = []
    var sparkChannel: Channel?
    /// What was found, in one line; nil before it was judged.
    var headline: String?
    var health: Health?
    var findings = 0
    /// When something was written last, in seconds since 1970-01-01 UTC.
    var changed: Double
    /// Why it cannot be read, or no further.
    var trouble: String?

    private static let sparkPoints = 120

    /// A run of which nothing can be said.
    init(name: String, changed: Double, trouble: String) {
        self.name = name
        subject = ""
        state = .unreadable
        steps = 0
        self.changed = changed
        self.trouble = trouble
    }

    init(_ run: RecordedRun, state: RunState, changed: Double) {
        let record = run.record
        name = run.name
        subject = Self.subject(of: run)
        self.state = state
        steps = max(record.lastStep, run.manifest?.steps ?? 0)
        plannedSteps = record.plannedSteps
        lastValidation = Self.last(record[.validationLoss])
        bestValidation = Self.best(record[.validationLoss])
        lastTraining = Self.last(record[.trainLoss])
        self.changed = changed
        let validation = record[.validationLoss].values
        let channel: Channel =
            validation.count > 1 && validation.contains(where: \.isFinite)
            ? .validationLoss : .trainLoss
        if !record[channel].isEmpty {
            let series = BoundedRecord.thinned(record[channel], to: Self.sparkPoints)
            spark = zip(series.steps, series.values).map { Point(step: $0, value: $1) }
            sparkChannel = channel
        }
        findings = record.findings.count
    }

    private static func subject(of run: RecordedRun) -> String {
        if let configuration = run.record.configuration {
            return "\(configuration.model) on \(configuration.data)"
        }
        switch run.record.framework {
        case nil, .unknown?: return "log"
        case let framework?: return "\(framework.rawValue) log"
        }
    }

    private static func last(_ series: Series) -> Point? {
        guard let step = series.steps.last, let value = series.values.last else { return nil }
        return Point(step: step, value: value)
    }

    private static func best(_ series: Series) -> Point? {
        zip(series.steps, series.values).filter { $0.1.isFinite }.min { $0.1 < $1.1 }
            .map { Point(step: $0.0, value: $0.1) }
    }
}
