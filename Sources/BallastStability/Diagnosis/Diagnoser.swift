import BallastCore
import BallastEvents

/// Finds the cause of a broken training: symptoms from the record, evidence from measurements,
/// proof by re-runs with one thing changed.
///
/// The path is that of ``diagnose()``, top to bottom. Without a source of evidence, as for a log of
/// another framework, it ends after the symptoms and nothing is called proven.
public struct Diagnoser {
    private let record: RunRecord
    private let evidence: (any EvidenceSource)?
    private let replays: (any ReplayRunner)?
    private let budget: ReplayBudget
    private let now: () -> Double
    private let progress: (DiagnosisProgress) -> Void
    private let shouldStop: () -> Bool

    /// - Parameters:
    ///   - budget: for all re-runs together.
    ///   - now: seconds from any fixed moment.
    ///   - progress: called before each measurement and re-run, and as re-runs go on.
    ///   - shouldStop: asked before every step of a re-run; true ends the diagnosis with what is
    ///     known by then.
    public init(
        _ record: RunRecord, evidence: (any EvidenceSource)? = nil,
        replays: (any ReplayRunner)? = nil, budget: ReplayBudget,
        now: @escaping () -> Double, progress: @escaping (DiagnosisProgress) -> Void = { _ in },
        shouldStop: @escaping () -> Bool = { false }
    ) {
        self.record = record
        self.evidence = evidence
        self.replays = replays
        self.budget = budget
        self.now = now
        self.progress = progress
        self.shouldStop = shouldStop
    }

    /// The probability of suspects that are tried together before anything that cures almost all.
    private static let wellFounded = 0.6

    public func diagnose() throws -> Diagnosis {
        // The detectors know steps and classes; a bare log is judged by its curves first.
        let isBare = record.configuration == nil
        var file = CaseFile(
            record: record, findings: isBare ? [] : Detectors.findings(in: record))
        var investigation = evidence.map { Investigation($0, progress: progress) }
        investigation?.answer(&file, isDear: false)
        var suspects = Self.suspects(file)
        let budgeted = replays.map {
            BudgetedReplays(
                record, $0, budget: budget, now: now, progress: progress, shouldStop: shouldStop)
        }
        let trials = budgeted.map { ReplayTrials(file: file, replays: $0) }
        try trials?.run(&suspects, only: { !$0.hypothesis.isUnspecific })
        try trials?.combine(&suspects, above: Self.wellFounded)
        if suspects.contains(where: \.hypothesis.isUnspecific), !isExplained(file, suspects) {
            investigation?.answer(&file, isDear: true)
            suspects = Self.suspects(file, keeping: suspects)
        }
        try trials?.run(&suspects, only: \.hypothesis.isUnspecific)
        try trials?.combine(&suspects, above: 0)
        try budgeted.map { RemedyTrials(file: file, replays: $0) }?.run(&suspects)
        try budgeted.map { FurtherTrials(file: file, replays: $0) }?.run(&suspects)
        let causes = Judgement(file, suspects).reports
        let health = health(file, causes)
        let bare = isBare && health == .unhealthy ? bareFindings(suspects) : []
        return Diagnosis(
            source: record.source, health: health,
            findings: file.findings + bare + suspects.compactMap { $0.harm(in: file) },
            causes: causes,
            notes: recordNotes() + (investigation?.notes ?? [])
                + [budgeted?.note].compactMap { $0 },
            replays: budgeted?.summaries ?? [])
    }

    /// What the curves of a bare log show, and what the detectors say beyond that.
    private func bareFindings(_ suspects: [Suspect]) -> [Finding] {
        var found = Detectors.findings(in: record)
        for finding in suspects.compactMap(\.suspicion.finding)
        where !found.contains(where: {
            $0.symptom == finding.symptom && $0.channel == finding.channel
                || $0.text == finding.text
        }) {
            found.append(finding)
        }
        return found
    }

    /// The causes that something speaks for, the most specific first.
    ///
    /// - Parameter known: suspects from before more was measured, whose trials are kept.
    private static func suspects(_ file: CaseFile, keeping known: [Suspect] = []) -> [Suspect] {
        Hypotheses.all.compactMap { hypothesis in
            if let tried = known.first(where: { $0.cause == hypothesis.cause }),
                !tried.trials.isEmpty || !tried.remarks.isEmpty
            {
                return tried
            }
            let suspicion =
                file.log.map { $0.isTelling ? hypothesis.suspicion(in: $0) : nil }
                ?? hypothesis.suspicion(file)
            return suspicion.map { Suspect(hypothesis, $0) }
        }
    }

    /// Whether the run's gravest complaint has a proven cause already.
    private func isExplained(_ file: CaseFile, _ suspects: [Suspect]) -> Bool {
        guard let complaint = file.mainComplaint else { return true }
        return suspects.contains { $0.isProven && $0.explains(complaint) }
    }

    /// The fewest training or validation points from which health can be told.
    private static let fewestPoints = 8

    private func health(_ file: CaseFile, _ causes: [CauseReport]) -> Health {
        if causes.contains(where: { $0.verdict > .excluded }) { return .unhealthy }
        let points = max(record[.trainLoss].count, record[.validationLoss].count)
        let isBroken = file.log == nil && file.mainComplaint != nil
        return points < Self.fewestPoints || isBroken || hasLearnedNothing
            ? .undetermined : .healthy
    }

    /// Whether the loss has not left what guessing costs so far, which a run may still do.
    private var hasLearnedNothing: Bool {
        record.configuration != nil
            && record.isUnlearned(in: (record.lastStep * 2 / 3)...record.lastStep)
    }

    private func recordNotes() -> [String] {
        var notes: [String] = []
        if record[.trainLoss].isEmpty { notes.append("the record has no training loss") }
        if record[.validationLoss].isEmpty { notes.append("the record has no validation loss") }
        if hasLearnedNothing { notes.append("the loss has not left what guessing costs so far") }
        let skipped = record.decisions.filter { $0.action != .commit && $0.action != .stop }
        if !skipped.isEmpty {
            notes.append(
                "the guard stepped in \(skipped.count) times, first at step \(skipped[0].step)")
        }
        return notes
    }
}
