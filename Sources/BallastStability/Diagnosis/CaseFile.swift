import BallastEvents

/// What is known of a run at some point of its diagnosis.
public struct CaseFile: Sendable {
    public let record: RunRecord
    public let findings: [Finding]
    public var facts = Facts()

    public init(record: RunRecord, findings: [Finding]) {
        self.record = record
        self.findings = findings
    }

    public func findings(_ symptom: Symptom, _ channel: Channel? = nil) -> [Finding] {
        findings.filter { $0.symptom == symptom && (channel == nil || $0.channel == channel) }
    }
}
