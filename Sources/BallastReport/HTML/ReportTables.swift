import BallastCore
import BallastEvents

/// The tables of a report.
struct ReportTables {
    private let diagnosis: Diagnosis
    private let run: RecordedRun
    private static let mostRows = 200

    init(_ diagnosis: Diagnosis, _ run: RecordedRun) {
        self.diagnosis = diagnosis
        self.run = run
    }

    var causes: HTMLText {
        ReportTable(
            "Causes, best first", columns: ["Cause", "Verdict", "Recovered", "Evidence"],
            rows: diagnosis.causes.map { report in
                [
                    "\(report.cause.rawValue)", "\(report.verdict.rawValue)",
                    "\(report.recoveredFraction.map(PercentText.of) ?? "–")",
                    ReportAnswer.list(report.evidence),
                ]
            }
        ).html
    }

    func findings(_ findings: [RunAnnotation]) -> HTMLText {
        annotations("Findings, by the numbers in the charts", "Finding", findings)
    }

    func interventions(_ interventions: [RunAnnotation]) -> HTMLText {
        annotations(
            "What the guard did, by the letters in the charts", "Intervention", interventions)
    }

    private func annotations(
        _ caption: String, _ first: String, _ annotations: [RunAnnotation]
    ) -> HTMLText {
        let table = ReportTable(
            caption, columns: [first, "Where", "What"],
            rows: annotations.prefix(Self.mostRows).map { annotation in
                ["\(annotation.caption)", "\(annotation.place)", "\(annotation.text)"]
            }
        ).html
        let more = annotations.count - Self.mostRows
        return more > 0 ? "\(table)<p>\(more) more stand in the record.</p>" : table
    }

    var replays: HTMLText {
        ReportTable(
            "All re-runs", columns: ["What was changed", "From step", "Seed", "Damage gone"],
            rows: diagnosis.replays.map { summary in
                [
                    summary.intervention == .unchanged
                        ? "nothing (control)" : "\("\(summary.intervention)")",
                    "\(summary.fromStep)", "\("\(summary.seed)")",
                    "\(summary.recoveredFraction.map(PercentText.of) ?? "–")",
                ]
            }
        ).html
    }

    /// What the run was made with.
    var values: HTMLText { [configuration, environment].joined() }

    /// The keys that the record knows, in the order in which they are documented.
    private var configuration: HTMLText {
        guard let configuration = run.record.configuration,
            let bytes = try? JSONCoding.encode(configuration),
            let values = try? JSONCoding.decode(
                [String: ConfigurationValue].self, from: bytes, at: "configuration")
        else { return "" }
        return ReportTable(
            "Configuration", columns: ["Key", "Value"],
            rows: RunConfiguration.Key.allCases.compactMap { key in
                guard let value = values[key.rawValue], value != .none else { return nil }
                return ["\(key.rawValue)", "\("\(value)")"]
            }
        ).html
    }

    private var environment: HTMLText {
        var rows: [(String, String)] = [
            ("Record", diagnosis.source.path), ("Kind", diagnosis.source.kind),
            ("Steps", "\(max(run.record.lastStep, diagnosis.source.steps))"),
        ]
        if let status = run.record.status ?? run.manifest?.status {
            rows.append(("Ended", status.rawValue))
        }
        if let manifest = run.manifest {
            let machine = manifest.machine
            rows += [
                ("Made by", manifest.recorder?.rawValue ?? "Ballast \(manifest.versions.ballast)"),
                ("Kernels", manifest.versions.backend),
                ("Parameters", "\(manifest.parameters)"),
                ("Processor", "\(machine.processor), \(machine.cores) cores"),
                ("Threads", "\(machine.threads)"),
                ("Memory", "\(NumberText.short(Double(machine.memoryBytes) / 1e9)) GB"),
                ("System", machine.operatingSystem),
                ("Classes", manifest.classNames.prefix(40).joined(separator: ", ")),
                ("Digest of the data", manifest.datasetDigest),
            ]
        } else if let framework = run.record.framework {
            rows.append(("Made by", framework.rawValue))
        }
        return ReportTable(
            "Environment", columns: ["What", "Value"],
            rows: rows.filter { !$0.1.isEmpty }.map { ["\($0.0)", "\($0.1)"] }
        ).html
    }

    /// The commands that make the run, its diagnosis and this page again.
    var commands: HTMLText {
        let path = ShellWord.quoted(run.path)
        var lines = ["ballast diagnose \(path)", "ballast report \(path)"]
        if let manifest = run.manifest, manifest.recorder == nil {
            lines.insert("ballast train --config \(path) --out \(path)-again", at: 0)
        }
        let note: HTMLText =
            run.manifest?.recorder == nil && run.manifest != nil
            ? "<p>On the same machine, with as many threads, the run is repeated to the bit.</p>"
            : "<p>The run itself is repeated by the program that made it.</p>"
        return "\(note)<pre tabindex=\"0\"><code>\(lines.joined(separator: "\n"))</code></pre>"
    }
}
