import BallastCore
import BallastEvents

/// Which checkpoint of a run is meant; as text `latest`, `best` or a step.
public enum CheckpointChoice: Hashable, Sendable {
    case latest
    /// The one whose validation had the lowest loss; the latest where none was validated.
    case best
    case step(Int)
}

extension CheckpointChoice: LosslessStringConvertible {
    /// Nil unless `text` is `latest`, `best` or an integer of at least 0.
    public init?(_ text: String) {
        switch text {
        case "latest": self = .latest
        case "best": self = .best
        default:
            guard let step = Int(text), step >= 0 else { return nil }
            self = .step(step)
        }
    }

    public var description: String {
        switch self {
        case .latest: "latest"
        case .best: "best"
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
        case .best: return try Self.best(steps, directory) ?? last
        case .step(let step):
            guard steps.contains(step) else {
                throw BallastError(
                    .notFound, "there is no checkpoint of step \(step)", at: directory.path,
                    mend: "there are those of " + steps.map(String.init).joined(separator: ", "))
            }
            return step
        }
    }

    private static func best(_ steps: [Int], _ directory: RunDirectory) throws -> Int? {
        let saved = Set(steps)
        let validations = try RunJournal.events(directory.eventsPath).compactMap { event in
            if case .validation(let record) = event.kind { record } else { nil }
        }
        return validations.filter { $0.mode == .eval && saved.contains($0.step) }
            .filter(\.loss.isFinite)
            .min { $0.loss < $1.loss }?.step
    }
}
