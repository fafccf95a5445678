import Ballast

/// A diagnosis for a person: what happened, why, how sure, the proof, the repair, how to check it.
struct DiagnosisText {
    private let diagnosis: Diagnosis
    private let style: TerminalStyle
    private let width: Int

    init(_ diagnosis: Diagnosis, _ style: TerminalStyle) {
        self.diagnosis = diagnosis
        self.style = style
        width = min(max(style.width, 60), 96)
    }

    var text: String {
        [headline, findings, proof, cause, repair, open, others, excluded, notes].compactMap { $0 }
            .joined(separator: "\n")
    }

    private var leading: CauseReport? { diagnosis.leadingCause }

    private var headline: String {
        let source = "\(diagnosis.source.path), \(diagnosis.source.steps) steps"
        let answer =
            switch (diagnosis.health, leading) {
            case (.healthy, _): "Nothing is wrong with this run."
            case (_, let cause?):
                "\(Self.certainty(cause.verdict)): \(cause.cause.title)"
            case (.undetermined, nil) where diagnosis.findings.isEmpty:
                "Undetermined: the record is too thin to say."
            default: "Undetermined: something is wrong, and nothing that was tried explains it."
            }
        return style.colored(answer, .bold) + "\n" + source + "\n"
    }

    private var findings: String? {
        guard !diagnosis.findings.isEmpty else { return nil }
        let shown = diagnosis.findings.prefix(8).map { bullet($0.text) }.joined()
        let more = diagnosis.findings.count - 8
        return heading("What happened") + shown
            + (more > 0 ? bullet("\(more) more findings stand in diagnosis.json") : "")
    }

    private var proof: String? {
        guard let chart = ProofChart(diagnosis) else { return nil }
        return heading("Re-runs from the checkpoint of step \(chart.fromStep)")
            + chart.chart(width: width).text(style: style)
    }

    /// Each cause that the repair is for.
    private var cause: String? {
        let causes = diagnosis.causesToRepair
        return causes.isEmpty ? nil : causes.map(why).joined(separator: "\n")
    }

    private func why(_ report: CauseReport) -> String {
        var text = heading("Why: \(report.cause.rawValue) (\(report.verdict.rawValue))")
        text += report.evidence.map { bullet($0) }.joined()
        if let fraction = report.recoveredFraction, let interval = report.interval {
            text += bullet(
                "recovered: \(Self.percent(fraction)) of the damage, 90 % interval "
                    + "\(Self.percent(interval.lowerBound)) to \(Self.percent(interval.upperBound))"
            )
        }
        return text
    }

    private var repair: String? {
        let causes = diagnosis.causesToRepair
        guard !causes.isEmpty else { return nil }
        var text = heading("What to do") + causes.map { bullet($0.remedy.summary) }.joined()
        let code = causes.compactMap(\.remedy.code)
        text += code.map { "\n" + Paragraph.code($0, indent: 4) + "\n" }.joined()
        if code.isEmpty, !diagnosis.repair.isEmpty {
            text += bullet("ballast train … \(diagnosis.repair)")
            text += bullet("check it: ballast diagnose \(diagnosis.source.path) --apply")
        }
        return text
    }

    /// What a log alone leaves open.
    private var open: String? {
        let phrases = diagnosis.causes.filter { $0.verdict > .excluded }.prefix(3)
            .compactMap { cause in cause.settledBy.map { "\(cause.cause.rawValue): \($0)" } }
        guard !phrases.isEmpty else { return nil }
        return heading("What would settle it") + phrases.map { bullet($0) }.joined()
    }

    private var others: String? {
        let repaired = diagnosis.causesToRepair.map(\.cause)
        let rest = diagnosis.causes.filter {
            $0.verdict > .excluded && !repaired.contains($0.cause)
        }
        guard !rest.isEmpty else { return nil }
        return heading("Also considered")
            + rest.map { report in
                bullet(
                    "\(report.cause.rawValue): \(report.verdict.rawValue)"
                        + (report.evidence.last.map { "; \($0)" } ?? ""))
            }.joined()
    }

    private var excluded: String? {
        let names = diagnosis.causes.filter { $0.verdict == .excluded }
        guard !names.isEmpty else { return nil }
        return heading("Excluded")
            + names.map { bullet("\($0.cause.rawValue): \($0.evidence.last ?? "")") }.joined()
    }

    private var notes: String? {
        guard !diagnosis.notes.isEmpty else { return nil }
        return heading("Notes") + diagnosis.notes.map { bullet($0) }.joined()
    }

    private func heading(_ text: String) -> String { style.colored(text, .bold) + "\n" }

    private func bullet(_ text: String) -> String {
        Paragraph.text(text, width: width, indent: 2, bullet: style.usesUnicode ? "•" : "-")
    }

    private static func certainty(_ verdict: Verdict) -> String {
        switch verdict {
        case .proven: "Proven"
        case .likely: "Likely"
        case .possible: "Possible"
        case .excluded: "Excluded"
        }
    }

    private static func percent(_ share: Double) -> String {
        "\(NumberText.short((share * 1000).rounded() / 10)) %"
    }
}

extension Cause {
    /// What a person would call it.
    fileprivate var title: String {
        switch self {
        case .learningRateTooHigh: "the learning rate is too high"
        case .missingWarmup: "the rate needs a warm-up"
        case .batchnormStatisticsLag: "batch norm's running statistics lag behind the weights"
        case .batchnormBatchTooSmall: "batch norm takes its statistics from too few images"
        case .dataOrder: "the training samples do not come in a random order"
        case .badBatch: "one batch holds samples that throw the weights off"
        case .inputNotNormalized: "the pixels are not normalized"
        case .deadUnits: "rectifiers have died"
        case .vanishingGradient: "the gradient vanishes on its way to the first layers"
        case .explodingGradient: "the initial weights let the gradient explode"
        case .scheduleJump: "the schedule raises the rate too much at once"
        case .secondMomentLag: "Adam's second moment lags behind the gradients"
        case .validationNoise: "the validation loss is measured on too few images"
        case .prematureStop: "the run was stopped, or slowed, while it was still getting better"
        case .numericOverflow: "an intermediate result overflows the number format"
        case .nonFiniteData: "the data holds values that are not numbers"
        case .overfitting: "the model overfits its training images"
        }
    }
}
