import BallastEvents

extension TensorBoardWriter {
    /// Writes what an event says in numbers and words.
    ///
    /// Tags: `loss/train`, `loss/validation` (and of its other modes), `accuracy/…`,
    /// `learning_rate`, `gradient_norm`, `update_ratio`, `layers/QUANTITY/LAYER`, and the texts
    /// `findings`, `guard` and `notes`. Where the guard rolls back, what is void is said to be.
    ///
    /// - Parameter step: where a note belongs, which knows no step itself.
    public func add(_ event: RunEvent, at step: Int) {
        let time = event.time
        switch event.kind {
        case .step(let record): add(record, time)
        case .layers(let record): add(record, time)
        case .validation(let record): add(record, time)
        case .finding(let finding):
            text("findings", finding.text, step: finding.lastStep, time: time)
        case .guardDecision(let decision):
            text(
                "guard", "\(decision.action.rawValue): \(decision.reason)", step: decision.step,
                time: time)
            if case .rollBack(let target)? = decision.intervention {
                restart(at: target + 1, time: time)
            }
        case .guardOutcome(let outcome):
            text("guard", outcome.reason, step: outcome.step, time: time)
        case .nonFinite(let record):
            text(
                "findings",
                "\(record.tensor) of \(record.layer) is the first that is not finite "
                    + "(\(record.phase.rawValue))", step: record.step, time: time)
        case .note(let note): text("notes", note, step: step, time: time)
        case .runEnded(let status, let step, let reason):
            text("notes", "\(status.rawValue): \(reason)", step: step, time: time)
        case .runStarted, .checkpoint, .scheduleChanged, .resumed: break
        }
    }

    private func add(_ record: StepRecord, _ time: Double) {
        scalar("loss/train", record.loss, step: record.step, time: time)
        scalar("accuracy/train", record.accuracy, step: record.step, time: time)
        scalar("learning_rate", record.learningRate, step: record.step, time: time)
        scalar("gradient_norm", record.gradientNorm, step: record.step, time: time)
        if let ratio = record.updateRatio {
            scalar("update_ratio", ratio, step: record.step, time: time)
        }
    }

    private func add(_ record: ValidationRecord, _ time: Double) {
        let name =
            switch record.mode {
            case .eval: record.part
            case .batchStatistics: "\(record.part)_batch_statistics"
            case .reestimated: "\(record.part)_reestimated"
            }
        scalar("loss/\(name)", record.loss, step: record.step, time: time)
        scalar("accuracy/\(name)", record.accuracy, step: record.step, time: time)
    }

    private func add(_ record: LayerRecord, _ time: Double) {
        for layer in record.layers {
            for (quantity, value) in layer.quantities {
                scalar("layers/\(quantity)/\(layer.name)", value, step: record.step, time: time)
            }
        }
    }
}

extension LayerProbe {
    /// What was measured, by the names that tools know.
    var quantities: [(name: String, value: Double)] {
        [
            ("gradient_norm", gradientNorm), ("weight_norm", weightNorm),
            ("update_norm", updateNorm), ("activation_scale", activationScale),
            ("activation_peak", activationPeak), ("dead_fraction", deadFraction),
            ("saturated_fraction", saturatedFraction), ("batch_norm_drift", batchNormDrift),
            ("second_moment_ratio", secondMomentRatio),
        ].compactMap { name, value in value.map { (name, $0) } }
    }
}
