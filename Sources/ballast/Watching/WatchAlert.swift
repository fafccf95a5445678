import Ballast

/// What `ballast watch` tells of a finding, as a command of `--on-alert` gets it.
struct WatchAlert: Encodable {
    let schema = 1
    let run: String
    let path: String
    /// Seconds since 1970-01-01 UTC.
    let time: Double
    let finding: Finding
    /// The cause that explains the run best so far, and how sure that is.
    let cause: Cause?
    let verdict: Verdict?
    let remedy: Remedy?

    init(_ finding: Finding, run: String, path: String, time: Double, cause: CauseReport?) {
        self.finding = finding
        self.run = run
        self.path = path
        self.time = time
        self.cause = cause?.cause
        verdict = cause?.verdict
        remedy = cause?.remedy
    }

    func text(_ style: TerminalStyle) -> String {
        var text = style.colored("step \(finding.firstStep)", .bold)
        text += ", \(run): \(finding.text)\n"
        if let cause, let verdict {
            text += "  \(verdict.rawValue): \(cause.rawValue)"
            if let remedy { text += ". \(remedy.summary)" }
            text += "\n"
        }
        return text
    }

    /// Whether the run is lost: its loss is not finite, or stays far above its best.
    var isDivergence: Bool {
        switch finding.symptom {
        case .divergence: true
        case .nonFinite: finding.channel != .validationLoss
        default: false
        }
    }
}
