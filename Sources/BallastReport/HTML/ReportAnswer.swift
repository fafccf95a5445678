import BallastEvents

/// What stands on top of a report: what happened, when, why, how sure, the proof, the repair.
struct ReportAnswer {
    private let diagnosis: Diagnosis
    private let record: RunRecord
    private let findings: [RunAnnotation]
    private let interventions: [RunAnnotation]
    private static let mostFindings = 6

    init(
        _ diagnosis: Diagnosis, _ record: RunRecord, findings: [RunAnnotation],
        interventions: [RunAnnotation]
    ) {
        self.diagnosis = diagnosis
        self.record = record
        self.findings = findings
        self.interventions = interventions
    }

    var html: HTMLText {
        let parts: [(String, HTMLText)] = [
            ("What happened", happened), ("When", when), ("Why", why), ("How sure", certainty),
            ("The proof", proof), ("The repair", repair), ("What would settle it", open),
        ]
        let rows = parts.filter { !$0.1.isEmpty }.map { title, body in
            "<dt>\(title)</dt><dd>\(body)</dd>" as HTMLText
        }
        return "<dl class=\"answer\">\n\(rows.joined())\n</dl>"
    }

    private var causes: [CauseReport] { diagnosis.causesToRepair }

    private var happened: HTMLText {
        var sentences = findings.prefix(Self.mostFindings).map(\.text)
        if sentences.isEmpty {
            sentences.append(
                diagnosis.health == .undetermined
                    ? "the record does not say enough to find anything"
                    : "nothing out of the ordinary was found in the record")
        }
        if let first = interventions.first {
            let count = record.decisions.count { $0.action != .commit }
            sentences.append(
                count == 1
                    ? "the guard stepped in at \(first.place): \(first.text)"
                    : "the guard stepped in \(count) times, first at step "
                        + "\(first.steps.lowerBound): \(first.text)")
        }
        let more = findings.count - Self.mostFindings
        let shown = Self.list(sentences)
        return more > 0
            ? "\(shown)<p><a href=\"#findings\">\(more) more findings</a></p>" : shown
    }

    private var when: HTMLText {
        guard let first = findings.min(by: { $0.steps.lowerBound < $1.steps.lowerBound }) else {
            return ""
        }
        let last = record.lastStep
        var text = "It begins at step \(first.steps.lowerBound) of \(last)"
        if let size = record.stepsPerEpoch, size > 0, first.steps.lowerBound > 0 {
            text += ", in epoch \((first.steps.lowerBound - 1) / size + 1)"
        }
        return "<p>\(text).</p>"
    }

    private var why: HTMLText {
        causes.map { report in
            let heading: HTMLText = "<p>\(Self.sentence(report.cause.title))</p>"
            return "\(heading)\(Self.list(report.evidence))" as HTMLText
        }.joined()
    }

    private var certainty: HTMLText {
        causes.map { report in
            let head = causes.count > 1 ? "\(report.cause.title): " : ""
            return "<p>\(head)\(Self.certainty(report))</p>" as HTMLText
        }.joined()
    }

    private static func certainty(_ report: CauseReport) -> String {
        let chance = "about \(PercentText.of(report.probability)) probable"
        return switch report.verdict {
        case .proven where report.recoveredFraction != nil:
            "Proven: where this alone is changed, the fault is gone."
        case .proven: "Proven: the fact itself was seen."
        case .likely:
            "Likely, \(chance): the evidence speaks for it, and nothing that was tried against it."
        case .possible: "Possible, \(chance): the evidence allows it."
        case .excluded: "Excluded."
        }
    }

    private var proof: HTMLText {
        guard diagnosis.leadingCause != nil else { return "" }
        let sentences = causes.compactMap { report -> String? in
            guard let share = report.recoveredFraction else { return nil }
            let interval = report.interval.map { " (90 % interval \(PercentText.of($0)))" }
            return "Re-run from a checkpoint with this one thing changed, "
                + "\(PercentText.of(share)) of the damage is gone\(interval ?? "")."
        }
        guard sentences.isEmpty else {
            let link: HTMLText =
                diagnosis.replays.isEmpty
                ? "" : "<p><a href=\"#the-proof\">The re-runs over each other</a></p>"
            return "\(sentences.map { "<p>\($0)</p>" as HTMLText }.joined())\(link)"
        }
        return "<p>Nothing was re-run; this rests on the record alone.</p>"
    }

    private var repair: HTMLText {
        guard !causes.isEmpty else { return "" }
        let code = causes.compactMap(\.remedy.code)
        let blocks = code.map { "<pre tabindex=\"0\"><code>\($0)</code></pre>" as HTMLText }
        let change = diagnosis.repair
        guard code.isEmpty, !change.isEmpty else {
            return ([Self.list(causes.map(\.remedy.summary))] + blocks).joined()
        }
        let command = "ballast diagnose \(ShellWord.quoted(diagnosis.source.path)) --apply"
        return """
            \(Self.list(causes.map(\.remedy.summary)))
            <p>As options: <code>\("\(change)")</code>. To train it so, and compare:</p>
            <pre tabindex="0"><code>\(command)</code></pre>
            """
    }

    /// What a log alone leaves open.
    private var open: HTMLText {
        Self.list(
            diagnosis.causes.filter { $0.verdict > .excluded }.prefix(3).compactMap { report in
                report.settledBy.map { "\(report.cause.title): \($0)" }
            })
    }

    /// One sentence as a paragraph, several as a list.
    static func list(_ sentences: [String]) -> HTMLText {
        guard sentences.count != 1 else { return "<p>\(sentence(sentences[0]))</p>" }
        guard !sentences.isEmpty else { return "" }
        return "<ul>\(sentences.map { "<li>\(sentence($0))</li>" as HTMLText }.joined())</ul>"
    }

    /// With a capital letter in front and a full stop behind. Names of causes keep theirs.
    private static func sentence(_ text: String) -> HTMLText {
        let head = text.prefix(1).uppercased() + text.dropFirst()
        let isEnded = text.last.map { ".!?:".contains($0) } ?? true
        return HTMLText(prose: isEnded ? head : head + ".")
    }
}
