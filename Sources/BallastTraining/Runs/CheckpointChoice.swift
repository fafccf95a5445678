import BallastCore
import BallastEvents

/// Which checkpoint of a run is meant; as text `latest`, `best`, `best:METRIC` or a step.
public enum CheckpointChoice: Hashable, Sendable {
    case latest
    /// The one whose validation was best by a metric, nil: by the one that the run keeps
    /// checkpoints of, else the loss; the latest where none was validated.
    case best(ValidationMetric? = nil)
    case step(Int)
}

extension CheckpointChoice: LosslessStringConvertible {
    /// Nil unless `text` is `latest`, `best`, `best:` with a metric, or an integer of at least 0.
    public init?(_ text: String) {
        switch text {
        case "latest": self = .latest
        case "best": self = .best()
        case _ where text.hasPrefix("best:"):
            guard let metric = ValidationMetric(rawValue: String(text.dropFirst(5))) else {
                return nil
            }
            self = .best(metric)
        default:
            guard let step = Int(text), step >= 0 else { return nil }
            self = .step(step)
        }
    }

    public var description: String {
        switch self {
        case .latest: "latest"
        case .best(let metric): metric.map { "best:\($0.rawValue)" } ?? "best"
        case .step(let step): String(step)
        }
    }
}

extension CheckpointChoice {
    /// The step of the checkpoint that is meant.
    ///
    /// - Throws: ``BallastError`` of kind `notFound` for a run that has none or not this one.
    public func step(in directory: RunDirectory) throws -> Int {
        let steps = CheckpointStore(directory).steps()
        guard let last = steps.last else {
            throw BallastError(
                .notFound, "the run has no checkpoint", at: directory.path,
                mend: "train it, by `ballast train --resume \(directory.path)`")
        }
        switch self {
        case .latest: return last
        case .best(let metric):
            let own = try metric ?? directory.manifest().configuration.bestMetric
            return try Self.best(steps, own ?? .loss, directory) ?? last
        case .step(let step):
            guard steps.contains(step) else {
                throw BallastError(
                    .notFound, "there is no checkpoint of step \(step)", at: directory.path,
                    mend: "there are those of " + steps.map(String.init).joined(separator: ", "))
            }
            return step
        }
    }

    private static func best(
        _ steps: [Int], _ metric: ValidationMetric, _ directory: RunDirectory
    ) throws -> Int? {
        // What the guard went back behind is no part of the run.
        var values: [Int: Double] = [:]
        for event in try RunJournal.events(directory.eventsPath) {
            switch event.kind {
            case .validation(let record) where record.mode == .eval:
                values[record.step] = metric.value(of: record)
            case .guardDecision(let decision):
                guard case .rollBack(let target)? = decision.intervention else { continue }
                values = values.filter { $0.key <= target }
            default: break
            }
        }
        var best: BestValidation?
        for step in steps {
            guard let value = values[step], metric.isBetter(value, than: best?.value) else {
                continue
            }
            best = BestValidation(step: step, value: value)
        }
        return best?.step
    }
}
