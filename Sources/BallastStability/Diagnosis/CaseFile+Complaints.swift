import BallastEvents

extension CaseFile {
    /// The worst that training shows, measured on its loss.
    ///
    /// A run that broke off, or never learned, is explained as a whole; a single spike counts only
    /// where nothing graver is seen.
    public var trainingComplaint: Complaint? {
        if !hasBadSamples, let breakdownComplaint { return breakdownComplaint }
        for symptom in [Symptom.notLearning, .divergence, .unstable, .spike] {
            // The earliest spike, because later ones may follow from it.
            if let first = earliest(findings(symptom, .trainLoss)) { return complaint(of: first) }
        }
        return nil
    }

    /// That training broke off because something was not finite.
    public var breakdownComplaint: Complaint? {
        earliest(findings(.nonFinite).filter { $0.channel != .validationLoss }).map(breakdown)
    }

    /// Whether samples that are not finite were seen, which explain a breakdown; what else may be
    /// wrong is then asked of the steps before.
    private var hasBadSamples: Bool {
        facts.inputs?.nonFiniteSamples.isEmpty == false
            || record.nonFiniteTensors.contains { $0.phase == .input }
    }

    /// Whether batches are of few classes.
    private var isSkewed: Bool {
        facts.order.map { $0.probability < 1e-6 }
            ?? findings(.skewedOrder).contains { $0.threshold > 1 }
    }

    /// The worst that the validation loss shows.
    public var validationComplaint: Complaint? {
        for symptom in [Symptom.nonFinite, .spike, .divergence, .modeGap] {
            // Both modes are one where nothing runs; what looks like a gap is then overfitting.
            if symptom == .modeGap, hasBatchNorm == false { continue }
            if let first = earliest(findings(symptom, .validationLoss)) {
                return complaint(of: first)
            }
        }
        return nil
    }

    /// The training loss's complaint, or else that of validation.
    public var mainComplaint: Complaint? { trainingComplaint ?? validationComplaint }

    private func earliest(_ findings: [Finding]) -> Finding? {
        findings.min { $0.firstStep < $1.firstStep }
    }

    /// What a finding on a loss asks to be explained.
    public func complaint(of finding: Finding) -> Complaint {
        switch finding.symptom {
        case .notLearning: failure(finding)
        case .unstable: unrest(finding)
        default: excursion(finding)
        }
    }

    /// Steps over which a fault that stays is watched: a quarter of the run, in which a ramp has
    /// long come to its end. A budget of three runs holds a dozen such re-runs.
    public var horizon: Int { max(48, (record.plannedSteps ?? record.lastStep) / 4) }

    /// The steps from which an onset counts as the start of the run: the first twentieth, and the
    /// first 20 steps of short runs.
    public var early: Int { max(20, (record.plannedSteps ?? record.lastStep) / 20) }

    /// The last step that a re-run can be asked for.
    private var end: Int { max(record.plannedSteps ?? 0, record.lastStep, 1) }

    /// Whether the loss gets down at all counts, late in a window that leaves budget for several
    /// re-runs.
    private func failure(_ finding: Finding) -> Complaint {
        let start = max(1, finding.firstStep)
        let reach = start + max(horizon, record.lastStep / 3)
        let last = max(start, min(record.lastStep, finding.lastStep, reach))
        return Complaint(
            symptom: finding.symptom, channel: finding.channel, onset: start,
            window: (start + (last - start) * 2 / 3)...last,
            reference: 0.95 * (record.guessingLoss ?? finding.value))
    }

    /// A loss that scatters is too high where it is above its own middle.
    private func unrest(_ finding: Finding) -> Complaint {
        let last = min(finding.lastStep, finding.firstStep + horizon)
        let window = finding.firstStep...max(finding.firstStep, last)
        let middle = record[finding.channel].within(window).values.finite.median
        let guessing = record.guessingLoss ?? .infinity
        return Complaint(
            symptom: finding.symptom, channel: finding.channel, onset: finding.firstStep,
            window: window, reference: min(0.95 * guessing, middle ?? finding.threshold))
    }

    /// An excursion is explained as far as it lasts. Where it does not end, comes again, or comes
    /// while the run begins, a cure must hold beyond it.
    private func excursion(_ finding: Finding) -> Complaint {
        let recovers = finding.outcome == .fastRecovery || finding.outcome == .slowRecovery
        let isOnly = findings(finding.symptom, finding.channel).count == 1
        let isShort = recovers && isOnly && finding.firstStep > early
        let reach =
            isShort ? max(finding.lastStep, finding.firstStep + 8) : finding.firstStep + horizon
        let last = max(finding.firstStep, min(reach, end))
        return Complaint(
            symptom: finding.symptom, channel: finding.channel, onset: finding.firstStep,
            window: finding.firstStep...last,
            reference: levelBefore(finding.firstStep, finding.channel) ?? finding.threshold)
    }

    /// A run that broke off: from where the loss left its course for the last time.
    private func breakdown(_ finding: Finding) -> Complaint {
        let departures = (findings(.spike, .trainLoss) + findings(.divergence, .trainLoss))
            .filter { $0.firstStep <= finding.firstStep && $0.lastStep >= finding.firstStep }
        let onset = departures.map(\.firstStep).min() ?? finding.firstStep
        return Complaint(
            symptom: .nonFinite, channel: .trainLoss, onset: onset,
            window: onset...max(onset, min(max(finding.firstStep, onset + horizon), end)),
            reference: levelBefore(onset, .trainLoss) ?? finding.threshold)
    }

    /// Where a loss stood before a step, with room for its noise, and at most a little above what
    /// guessing costs; that where there was no course yet.
    func levelBefore(_ step: Int, _ channel: Channel) -> Double? {
        let before = record[channel].within(0...max(0, step - 1)).values.filter(\.isFinite)
        let most = record.guessingLoss.map { 1.2 * $0 }
        // The loss of batches of few classes gets far lower than that of mixed ones can.
        if channel == .trainLoss, isSkewed, let guessing = record.guessingLoss { return guessing }
        guard before.count >= 5, let middle = Array(before.suffix(32)).finite.median else {
            return most ?? before.first.map { 1.2 * $0 }
        }
        return min(1.25 * middle, most ?? .infinity)
    }
}
