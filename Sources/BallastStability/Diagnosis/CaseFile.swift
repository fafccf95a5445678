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

    /// The worst that the training loss shows.
    public var trainingComplaint: Complaint? { complaint(on: .trainLoss, Self.trainingSymptoms) }

    /// The worst that the validation loss shows.
    public var validationComplaint: Complaint? {
        complaint(on: .validationLoss, [.nonFinite, .spike, .divergence, .modeGap])
    }

    /// The training loss's complaint, or else that of validation.
    public var mainComplaint: Complaint? { trainingComplaint ?? validationComplaint }

    private static let trainingSymptoms: [Symptom] = [
        .nonFinite, .divergence, .spike, .notLearning, .unstable,
    ]

    /// The complaint of the first symptom of a list, gravest first, that the channel shows.
    private func complaint(on channel: Channel, _ symptoms: [Symptom]) -> Complaint? {
        for symptom in symptoms {
            let seen = findings(symptom, channel)
            // The earliest spike, because later ones may follow from it.
            guard let first = seen.min(by: { $0.firstStep < $1.firstStep }) else { continue }
            return complaint(of: first)
        }
        return nil
    }

    /// What a finding on a loss asks to be explained.
    public func complaint(of finding: Finding) -> Complaint {
        let last = max(record.lastStep, record.plannedSteps.map { min($0, finding.lastStep) } ?? 0)
        switch finding.symptom {
        case .notLearning:
            // What counts is whether the loss gets down at all, late in a window that leaves budget
            // for several re-runs.
            let start = max(1, finding.firstStep)
            let reach = start + max(48, last / 2)
            let end = max(start, min(last, finding.lastStep, reach))
            return Complaint(
                symptom: finding.symptom, channel: finding.channel, onset: start,
                window: (start + (end - start) * 2 / 3)...end,
                reference: 0.85 * (record.guessingLoss ?? finding.value))
        case .unstable:
            return Complaint(
                symptom: finding.symptom, channel: finding.channel, onset: finding.firstStep,
                window: finding.steps, reference: calmLevel(finding))
        default:
            let length = max(8, finding.steps.count)
            let end =
                finding.outcome == .fastRecovery || finding.outcome == .slowRecovery
                ? finding.lastStep : max(finding.lastStep, finding.firstStep + length)
            let planned = max(record.plannedSteps ?? 0, finding.lastStep)
            return Complaint(
                symptom: finding.symptom, channel: finding.channel, onset: finding.firstStep,
                window: finding.firstStep...max(finding.firstStep, min(end, planned)),
                reference: levelBefore(finding))
        }
    }

    /// Where the loss stood before a finding, with room for its noise; what guessing costs where
    /// there was no course yet.
    private func levelBefore(_ finding: Finding) -> Double {
        let before = record[finding.channel].within(0...max(0, finding.firstStep - 1))
        let recent = before.values.suffix(32).filter(\.isFinite).sorted()
        let guessing = record.guessingLoss
        guard recent.count >= 5 else {
            let first = recent.first ?? finding.threshold
            return 1.2 * (guessing.map { max($0, 0) } ?? first)
        }
        return 1.25 * recent[recent.count / 2]
    }

    /// The level that an unstable loss reaches when it is low.
    private func calmLevel(_ finding: Finding) -> Double {
        let values = record[finding.channel].within(finding.steps).values
            .filter(\.isFinite).sorted()
        return values.isEmpty ? finding.threshold : max(values[values.count / 10], 1e-6)
    }
}
