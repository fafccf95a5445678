import ArgumentParser
import Ballast

/// Judges runs by their records alone, and compares them where there are several.
struct LogDiagnosis {
    private let runs: [RecordedRun]
    private let format: OutputFormat
    private let failsOnFinding: Bool

    init(_ runs: [RecordedRun], format: OutputFormat, failsOnFinding: Bool) {
        self.runs = runs
        self.format = format
        self.failsOnFinding = failsOnFinding
    }

    func run() throws {
        let diagnoses = try runs.map { try $0.diagnosis(now: Clock.now) }
        // What re-runs have proven of a run of Ballast stays; this looks at its record alone.
        for (run, diagnosis) in zip(runs, diagnoses) where run.manifest?.recorder != nil {
            try RunDirectory(opening: run.path).write(diagnosis)
        }
        let comparison = RunComparison(
            zip(runs, diagnoses).map { ($0.record, $1.health == .unhealthy) })
        switch format {
        case .json where runs.count == 1:
            try Console.output(json: DiagnosisAnswer(diagnoses[0], nil))
        case .json:
            try Console.output(
                json: ComparisonAnswer(runs: diagnoses, common: comparison.sentences))
        case .text where runs.count == 1:
            Console.output(
                DiagnosisText(
                    diagnoses[0], of: runs[0].record, .detected(fileDescriptor: 1)
                ).text)
        case .text:
            Console.output(
                ComparisonText(runs.map(\.name), diagnoses, comparison).text(
                    .detected(fileDescriptor: 1)))
        }
        if failsOnFinding, diagnoses.contains(where: { $0.health == .unhealthy }) {
            throw ExitCode(4)
        }
    }

    /// The diagnoses of several runs, in the order in which they were named or found.
    private struct ComparisonAnswer: Encodable {
        let schema = 1
        let runs: [Diagnosis]
        /// What the broken runs have in common that the healthy ones lack.
        let common: [String]
    }
}
