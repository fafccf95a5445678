extension RunRecord {
    /// The record of a run of Ballast, from the events of its journal.
    public init(events: some Sequence<RunEvent>, path: String) {
        self.init(source: RecordSource(kind: "ballast-run", path: path, steps: 0))
        for event in events { add(event) }
    }

    /// What `run.json` says of a run, before any event.
    public init(_ manifest: RunManifest, path: String) {
        let kind = manifest.recorder.map { "\($0.rawValue)-hook" } ?? "ballast-run"
        self.init(source: RecordSource(kind: kind, path: path, steps: 0))
        framework = manifest.recorder
        configuration = manifest.configuration
        classes = manifest.classNames.count
    }

    /// Takes up the next event.
    public mutating func add(_ event: RunEvent) {
        switch event.kind {
        case .runStarted(let start): add(start)
        case .step(let record): add(record)
        case .layers(let record): layers.append(record)
        case .nonFinite(let record): nonFiniteTensors.append(record)
        case .validation(let record): add(record)
        case .finding(let finding): findings.append(finding)
        case .checkpoint(let step, _): checkpoints.append(step)
        case .guardDecision(let decision): add(decision)
        case .guardOutcome(let outcome): decisionOutcomes.append(outcome)
        case .resumed(let step): resumes.append(step)
        case .note(let text): notes.append(text)
        case .runEnded(let status, _, _): self.status = status
        case .scheduleChanged: break
        }
    }

    private mutating func add(_ decision: GuardDecision) {
        decisions.append(decision)
        if case .rollBack(let step)? = decision.intervention { cut(after: step) }
    }

    /// Takes away what was measured in later steps, which the guard has taken back.
    private mutating func cut(after step: Int) {
        for channel in series.keys { series[channel]?.cut(after: step) }
        validations.removeAll { $0.step > step }
        layers.removeAll { $0.step > step }
        labelCounts.cut(after: step)
        batches.cut(after: step)
        checkpoints.removeAll { $0 > step }
    }

    private mutating func add(_ start: RunStart) {
        configuration = start.configuration
        classes = start.dataset.classNames.count
        preprocessing = start.preprocessing
        // A hook that was not told writes 0.
        plannedSteps = start.steps > 0 ? start.steps : nil
        guard start.dataset.trainingSamples > 0 else { return }
        trainingSamples = start.dataset.trainingSamples
        let batch = start.configuration.batchSize * start.configuration.accumulate
        let images =
            start.dataset.trainingSamples
            + (start.configuration.dropLast ? 0 : start.configuration.batchSize - 1)
        stepsPerEpoch = max(1, images / max(1, batch))
    }

    private mutating func add(_ record: StepRecord) {
        source.steps = max(source.steps, record.step)
        append(record.loss, .trainLoss, record.step)
        append(record.accuracy, .trainAccuracy, record.step)
        append(record.learningRate, .learningRate, record.step)
        append(record.gradientNorm, .gradientNorm, record.step)
        if let ratio = record.updateRatio { append(ratio, .updateRatio, record.step) }
        if let share = record.worstShare { append(share, .worstShare, record.step) }
        if let counts = record.labelCounts { labelCounts.append(counts, at: record.step) }
        if let batch = record.batch { batches.append(batch, at: record.step) }
    }

    private mutating func add(_ record: ValidationRecord) {
        switch record.mode {
        case .eval:
            validations.append(record)
            append(record.loss, .validationLoss, record.step)
            append(record.accuracy, .validationAccuracy, record.step)
        case .batchStatistics:
            append(record.loss, .validationLossBatchStatistics, record.step)
        case .reestimated:
            append(record.loss, .validationLossReestimated, record.step)
        }
    }

    private mutating func append(_ value: Double, _ channel: Channel, _ step: Int) {
        series[channel, default: Series()].append(value, at: step)
    }
}
