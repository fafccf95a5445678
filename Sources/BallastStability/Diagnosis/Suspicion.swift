import BallastEvents

/// What speaks for a cause before anything was re-run.
public struct Suspicion: Hashable, Sendable {
    /// How probable it is, in 0 … 1, that the cause had a part.
    public var probability: Double
    /// One sentence each.
    public var evidence: [String]
    /// What the cause would explain; nil for one that explains no loss, such as an early stop.
    public var complaint: Complaint?
    /// Whether the fact itself was seen, so that no re-run is needed.
    public var isFact: Bool
    /// Whether only the way the run is set up speaks for it and nothing in the record shows harm,
    /// so that it is worth saying only where a re-run does.
    public var isRisk: Bool
    /// What the curves of a bare log show of it, and where.
    public var finding: Finding?

    public init(
        _ probability: Double, _ evidence: [String], explains complaint: Complaint? = nil,
        isFact: Bool = false, isRisk: Bool = false
    ) {
        precondition((0...1).contains(probability), "a probability of \(probability)")
        self.probability = probability
        self.evidence = evidence
        self.complaint = complaint
        self.isFact = isFact
        self.isRisk = isRisk
    }

    /// What a bare log says: one sentence, and the steps that show it.
    ///
    /// - Parameters:
    ///   - value: furthest from normal.
    ///   - threshold: beyond which it counts.
    init(
        _ probability: Double, _ text: String, _ symptom: Symptom, _ channel: Channel,
        steps: ClosedRange<Int>, value: Double = .nan, threshold: Double = .nan
    ) {
        self.init(probability, [text])
        finding = Finding(
            symptom, channel, steps: steps, value: value, threshold: threshold, text: text)
    }
}
