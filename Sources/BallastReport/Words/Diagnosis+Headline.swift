import BallastEvents

extension Diagnosis {
    /// The answer in one line, such as `Proven: the learning rate is too high`.
    public var headline: String {
        switch (health, leadingCause) {
        case (.healthy, _): "Nothing is wrong with this run."
        case (_, let cause?): "\(cause.verdict.title): \(cause.cause.title)"
        case (.undetermined, nil) where findings.isEmpty:
            "Undetermined: the record is too thin to say."
        default: "Undetermined: something is wrong, and nothing that was tried explains it."
        }
    }
}

extension Verdict {
    /// As it stands at the beginning of a line.
    var title: String {
        switch self {
        case .proven: "Proven"
        case .likely: "Likely"
        case .possible: "Possible"
        case .excluded: "Excluded"
        }
    }
}
