import Ballast

/// Several runs and their diagnoses as a table.
struct ComparisonText {
    private let names: [String]
    private let diagnoses: [Diagnosis]
    private let comparison: RunComparison

    init(_ names: [String], _ diagnoses: [Diagnosis], _ comparison: RunComparison) {
        self.names = names
        self.diagnoses = diagnoses
        self.comparison = comparison
    }

    func text(_ style: TerminalStyle) -> String {
        var table = TextTable([
            .init("run"), .init("steps", .trailing), .init("health"), .init("from step", .trailing),
            .init("cause"), .init("how sure"),
        ])
        for (name, diagnosis) in zip(names, diagnoses) {
            let isBroken = diagnosis.health == .unhealthy
            let onset = diagnosis.findings.map(\.firstStep).min()
            table.append([
                name, "\(diagnosis.source.steps)", diagnosis.health.rawValue,
                isBroken ? onset.map(String.init) ?? "" : "",
                diagnosis.leadingCause?.cause.rawValue ?? "",
                diagnosis.leadingCause?.verdict.rawValue ?? "",
            ])
        }
        let broken = diagnoses.filter { $0.health == .unhealthy }.count
        var text = style.colored("\(broken) of \(diagnoses.count) runs are unhealthy.", .bold)
        text += "\n\n" + table.text(style: style)
        guard !comparison.sentences.isEmpty else { return text }
        text += "\n" + style.colored("What the broken ones have in common", .bold) + "\n"
        return text
            + comparison.sentences.map {
                Paragraph.text(
                    $0, width: style.textWidth, indent: 2,
                    bullet: style.usesUnicode ? "•" : "-")
            }.joined()
    }
}
