/// What a diagnosis says of one cause.
public struct CauseReport: Hashable, Sendable {
    public var cause: Cause
    public var verdict: Verdict
    /// How probable it is that this cause had a part, in 0 … 1.
    public var probability: Double
    /// The share of the damage that is gone where this factor alone is changed, at most 1; nil
    /// where nothing was re-run.
    public var recoveredFraction: Double?
    /// The 90 % interval of ``recoveredFraction``.
    public var interval: ClosedRange<Double>?
    /// One sentence each.
    public var evidence: [String]
    public var remedy: Remedy
    /// What would settle whether it is the cause, where the record alone cannot; nil where re-runs
    /// could be made.
    public var settledBy: String?

    public init(
        _ cause: Cause, _ verdict: Verdict, probability: Double, recoveredFraction: Double? = nil,
        interval: ClosedRange<Double>? = nil, evidence: [String], remedy: Remedy,
        settledBy: String? = nil
    ) {
        self.cause = cause
        self.verdict = verdict
        self.probability = probability
        self.recoveredFraction = recoveredFraction
        self.interval = interval
        self.evidence = evidence
        self.remedy = remedy
        self.settledBy = settledBy
    }
}

extension CauseReport: Codable {
    private enum Key: String, CodingKey {
        case cause, verdict, probability, recoveredFraction, interval, evidence, remedy
        case settledBy
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        let bounds = try fields.decode([Double]?.self, forKey: .interval)
        if let bounds, bounds.count != 2 || !(bounds[0] <= bounds[1]) {
            throw decoder.corrupted("an interval is [low, high]")
        }
        self.init(
            try fields.decode(Cause.self, forKey: .cause),
            try fields.decode(Verdict.self, forKey: .verdict),
            probability: try fields.decode(Double.self, forKey: .probability),
            recoveredFraction: try fields.decode(Double?.self, forKey: .recoveredFraction),
            interval: bounds.map { $0[0]...$0[1] },
            evidence: try fields.decode([String].self, forKey: .evidence),
            remedy: try fields.decode(Remedy.self, forKey: .remedy),
            settledBy: try fields.decodeIfPresent(String.self, forKey: .settledBy))
    }

    /// Writes every key that says what was found; null where nothing was measured.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(cause, forKey: .cause)
        try fields.encode(verdict, forKey: .verdict)
        try fields.encode(probability, forKey: .probability)
        try fields.encode(recoveredFraction, forKey: .recoveredFraction)
        try fields.encode(
            interval.map { [$0.lowerBound, $0.upperBound] }, forKey: .interval)
        try fields.encode(evidence, forKey: .evidence)
        try fields.encode(remedy, forKey: .remedy)
        try fields.encodeIfPresent(settledBy, forKey: .settledBy)
    }
}
