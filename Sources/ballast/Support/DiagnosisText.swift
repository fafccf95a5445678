import Ballast

/// A diagnosis for a person: what happened, why, how sure, the proof, the repair, how to check it.
struct DiagnosisText {
    private let diagnosis: Diagnosis
    private let record: RunRecord?
    private let style: TerminalStyle
    private let width: Int

    /// - Parameter record: whose losses are drawn; nil where that was done already.
    init(_ diagnosis: Diagnosis, of record: RunRecord?, _ style: TerminalStyle) {
        self.diagnosis = diagnosis
        self.record = record
        self.style = style
        width = style.textWidth
    }

    var text: String {
        [headline, findings, course, proof, cause, repair, open, others, excluded, notes].compactMap
        { $0 }
        .joined(separator: "\n")
    }

    private var leading: CauseReport? { diagnosis.leadingCause }

    private var headline: String {
        let source = "\(diagnosis.source.path), \(diagnosis.source.steps) steps"
        return Paragraph.heading(diagnosis.headline, style: style)
            + Paragraph.text(source, width: style.width)
    }

    private var findings: String? {
        guard !diagnosis.findings.isEmpty else { return nil }
        let shown = diagnosis.findings.prefix(8).map { bullet($0.text) }.joined()
        let more = diagnosis.findings.count - 8
        return heading("What happened") + shown
            + (more > 0 ? bullet("\(more) more findings stand in diagnosis.json") : "")
    }

    private var course: String? {
        guard let record, let chart = CourseChart(record, diagnosis.findings) else { return nil }
        return chart.chart(width: width).text(style: style)
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
                "recovered: \(PercentText.of(fraction)) of the damage, 90 % interval "
                    + PercentText.of(interval))
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
}
