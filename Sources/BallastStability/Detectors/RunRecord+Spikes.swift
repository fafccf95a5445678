import BallastEvents

extension RunRecord {
    /// The spikes of a channel that are more than one odd value, in order; one that still lasts at
    /// the end is among them.
    func spikes(_ channel: Channel, _ rule: SpikeRule) -> [Spike] {
        let isLoss = channel != .gradientNorm
        var detector = SpikeDetector(rule, guessingLoss: isLoss ? guessingLoss : nil)
        let (values, rates) = (self[channel], self[.learningRate])
        var resumes = self.resumes.sorted()[...]
        var found: [Spike] = []
        for (step, value) in zip(values.steps, values.values) {
            while let resume = resumes.first, resume < step {
                detector.resumed(after: resume)
                resumes.removeFirst()
            }
            let rate = rule.startsUntrained ? rates.value(at: step) : nil
            if let spike = detector.take(value, at: step, learningRate: rate) {
                found.append(spike)
            }
        }
        if let last = detector.unfinished() { found.append(last) }
        return found.filter(\.isConfirmed)
    }

    /// What a loss is measured against where the number of classes is unknown: its first values.
    var startingLoss: Double? {
        guessingLoss ?? Array(self[.trainLoss].values.prefix(8)).finite.median
    }

    /// `(value + s) / (level + s)`, with a twentieth of the starting loss as `s`: how many times
    /// the level a loss is, where small losses count little.
    func softRatio(_ value: Double, to level: Double) -> Double {
        let offset = SpikeRule.trainingLoss.softening * (startingLoss ?? 0)
        return (value + offset) / max(level + offset, 1e-12)
    }
}

extension Spike {
    /// The finding that reports it.
    ///
    /// - Parameters:
    ///   - name: what the channel is called in a sentence, such as `the training loss`.
    ///   - record: where the stream goes on behind the spike, where that is known. What had not
    ///     come back may do so later: a level that lasts is judged as a new one.
    func finding(_ channel: Channel, name: String, in record: RunRecord? = nil) -> Finding {
        let end = record?[channel].steps.last ?? lastStep
        let range = onset...max(onset, lastStep)
        let ending =
            switch outcome {
            case .noRecovery where lastStep < end: "and is not back by step \(lastStep)"
            case nil, .noRecovery, .divergence: "and does not come back"
            case .fastRecovery: "and comes back by step \(lastStep + 1)"
            case .slowRecovery: "and takes until step \(lastStep + 1) to come back"
            case .resumeArtefact: "right after the run was resumed"
            }
        let from = level.map { " from \($0.short)" } ?? ""
        let jump = "jumps\(from) to \(peak.short)"
        let top = hasNonFinite && !peak.isFinite ? "is not finite" : jump
        return Finding(
            .spike, channel, steps: range, value: hasNonFinite ? .infinity : peak,
            threshold: allowed, text: "\(name) \(top) at step \(peakStep) \(ending)",
            outcome: outcome)
    }
}
