import BallastEvents

extension GuardPolicy {
    /// Takes up a step that was decided about, unless it was rolled back.
    ///
    /// - Parameters:
    ///   - suspects: the samples of a refused batch that carry its loss.
    ///   - nextEpoch: the first epoch from which on samples can be left out.
    ///   - trainingSamples: their number in the whole set.
    /// - Returns: what there is to report: findings, further decisions, and whether earlier ones
    ///   helped.
    public mutating func settle(
        _ record: StepRecord, _ decision: GuardDecision, suspects: [Int] = [], nextEpoch: Int = 0,
        trainingSamples: Int = 0
    ) -> [RunEvent.Kind] {
        let isHigh = senses.loss.reading(of: record.loss).isHigh
        var news = take(record.loss, \.loss, .trainLoss, "the training loss", record.step)
        news += take(
            record.gradientNorm, \.gradient, .gradientNorm, "the gradient norm", record.step)
        if isHigh { senses.lastHigh = record.step }
        if let level = senses.loss.level, senses.loss.isArmed {
            senses.bestLevel = min(senses.bestLevel, level)
        }
        guard mode == .repair, decision.action != .stop else { return news }
        if decision.action == .skip {
            ledger.suspect = GuardLedger.Suspect(
                step: record.step, samples: suspects, nextEpoch: nextEpoch)
        } else if let suspect = ledger.suspect {
            news += resolve(suspect, isHigh: isHigh, record.step, trainingSamples)
        }
        if isHigh, decision.action == .commit { ledger.lastTrouble = record.step }
        news += closeFollowUps(record, isHigh: isHigh, decision)
        if let raised = raisedRate(record.step) { news.append(.guardDecision(raised)) }
        return news
    }

    /// The newest of some steps whose state lies before a spike that was seen to begin just now,
    /// so that it can be kept for a diagnosis; nil where nothing began.
    public func stateBeforeOnset(at step: Int, among snapshots: [Int]) -> Int? {
        guard mode != .off else { return nil }
        let onsets = [senses.loss.open, senses.gradient.open].compactMap(\.self)
            .filter { $0.isConfirmed && senses.announced.values.contains($0.onset) }
        guard let onset = onsets.map(\.onset).min() else { return nil }
        return snapshots.last { $0 <= onset - limits.margin }
    }

    private mutating func take(
        _ value: Double, _ detector: WritableKeyPath<GuardSenses, SpikeDetector>,
        _ channel: Channel, _ name: String, _ step: Int
    ) -> [RunEvent.Kind] {
        let ended = senses[keyPath: detector].take(value, at: step)
        if let ended, ended.isConfirmed, mode != .off {
            senses.announced[channel] = nil
            return [.finding(ended.finding(channel, name: name))]
        }
        guard let open = senses[keyPath: detector].open, open.isConfirmed,
            senses.announced[channel] != open.onset, mode != .off
        else { return [] }
        senses.announced[channel] = open.onset
        return [.finding(open.onsetFinding(channel, name: name))]
    }

    /// The batch was at fault if the next one is calm under the same weights.
    private mutating func resolve(
        _ suspect: GuardLedger.Suspect, isHigh: Bool, _ step: Int, _ trainingSamples: Int
    ) -> [RunEvent.Kind] {
        ledger.suspect = nil
        guard !isHigh, step == suspect.step + 1 else { return [] }
        senses.loss.dismiss()
        senses.gradient.dismiss()
        var news = [
            RunEvent.Kind.guardOutcome(
                GuardOutcome(
                    step: step, decisionStep: suspect.step, action: .skip, helped: true,
                    reason:
                        "the next batch is calm: the batch of step \(suspect.step) was at fault",
                    evidence: [:]))
        ]
        let room = Int(limits.quarantineShare * Double(trainingSamples)) - ledger.quarantine.count
        let samples = suspect.samples.filter { ledger.quarantine[$0] == nil }
        guard !samples.isEmpty, samples.count <= room else { return news }
        for sample in samples { ledger.quarantine[sample] = suspect.nextEpoch }
        news.append(
            .guardDecision(
                GuardDecision(
                    step: step, action: .quarantine,
                    reason: "\(samples.count) samples of the batch of step \(suspect.step) are left"
                        + " out from epoch \(suspect.nextEpoch) on",
                    evidence: ["samples": Double(samples.count)],
                    intervention: .quarantine(samples: samples))))
        return news
    }

    private mutating func closeFollowUps(
        _ record: StepRecord, isHigh: Bool, _ decision: GuardDecision
    ) -> [RunEvent.Kind] {
        // What a clip was made for is no sign against it.
        let failed = isHigh && decision.action == .commit
        let (open, closed) = ledger.followUps.split {
            failed || record.step >= $0.due
        }
        ledger.followUps = open
        return closed.map { item in
            let helped = !failed
            return .guardOutcome(
                GuardOutcome(
                    step: record.step, decisionStep: item.decisionStep, action: item.action,
                    helped: helped,
                    reason: helped
                        ? "the loss has stayed calm since step \(item.decisionStep)"
                        : "the loss is high again, \(record.loss.short)",
                    evidence: ["loss": record.loss]))
        }
    }

    /// Raises a lowered rate where a while was calm.
    private mutating func raisedRate(_ step: Int) -> GuardDecision? {
        guard ledger.rate.isLowered, senses.loss.open == nil,
            step - ledger.lastTrouble >= limits.horizon, ledger.rate.raise(by: limits.raising)
        else { return nil }
        ledger.lastTrouble = step
        return GuardDecision(
            step: step, action: .raiseRate,
            reason: "\(limits.horizon) calm steps; on at \((100 * ledger.rate.factor).short) % of"
                + " the rate", evidence: ["rateFactor": ledger.rate.factor],
            intervention: .scaleRate(by: ledger.rate.factor))
    }
}

extension Spike {
    /// What is said when a spike is seen to begin.
    func onsetFinding(_ channel: Channel, name: String) -> Finding {
        let from = level.map { " from \($0.short)" } ?? ""
        return Finding(
            .spike, channel, steps: onset...max(onset, lastStep),
            value: hasNonFinite ? .infinity : peak, threshold: allowed,
            text: hasNonFinite
                ? "\(name) is not finite at step \(onset)"
                : "\(name) jumps\(from) to \(peak.short) at step \(onset)")
    }
}

extension Array {
    /// Those that do not satisfy a condition, and those that do.
    fileprivate func split(by holds: (Element) -> Bool) -> ([Element], [Element]) {
        (filter { !holds($0) }, filter(holds))
    }
}
