import BallastEvents

/// What is known of a run at some point of its diagnosis.
public struct CaseFile: Sendable {
    public let record: RunRecord
    public let findings: [Finding]
    public var facts = Facts()
    /// The curves, where nothing but them is known of the run; nil where its configuration is.
    let log: LogCourse?

    public init(record: RunRecord, findings: [Finding]) {
        self.record = record
        self.findings = findings
        log = record.configuration == nil ? LogCourse(record) : nil
    }

    public func findings(_ symptom: Symptom, _ channel: Channel? = nil) -> [Finding] {
        findings.filter { $0.symptom == symptom && (channel == nil || $0.channel == channel) }
    }

    /// Whether the run itself can be looked at, and not only its record.
    var isMeasured: Bool { facts.hasRunningStatistics != nil }

    /// Whether the model keeps running statistics: as was measured, or as the record of its layers
    /// shows; nil where neither says.
    var hasBatchNorm: Bool? {
        if let known = facts.hasRunningStatistics { return known }
        guard !record.layers.isEmpty else { return nil }
        return record.layers.contains { $0.layers.contains { $0.batchNormDrift != nil } }
    }
}
