import BallastEvents
import BallastReport
import Foundation
import Testing

/// What reports say, compared with files. `BALLAST_WRITE_SNAPSHOTS=1` writes these anew.
@Suite("The text of reports")
struct ReportTextTests {
    private static let isRecording =
        ProcessInfo.processInfo.environment["BALLAST_WRITE_SNAPSHOTS"] == "1"

    private func compare(_ html: String, with name: String) throws {
        // The version changes with every release.
        let text = PageText.of(html).replacing(/Made by Ballast .*/, with: "Made by Ballast.")
        if Self.isRecording {
            let folder = URL(filePath: #filePath).deletingLastPathComponent()
            try text.write(
                to: folder.appending(path: "Snapshots/\(name).txt"), atomically: true,
                encoding: .utf8)
        }
        let file = try #require(Bundle.module.resourceURL).appending(path: "Snapshots/\(name).txt")
        let expected = Self.isRecording ? text : try String(contentsOf: file, encoding: .utf8)
        let (own, old) = (text.split(separator: "\n"), expected.split(separator: "\n"))
        let difference = zip(own, old).first { $0 != $1 }
        #expect(
            text == expected,
            "\(name): \(difference.map { "'\($0)' in the place of '\($1)'" } ?? "other lines")")
    }

    private func recording(_ name: String) throws -> RecordedRun {
        let path = try #require(Bundle.module.resourceURL).appending(path: "Recordings/\(name)")
            .path
        var run = try #require(try RecordedRun.all(at: path).first)
        run.path = "runs/\(name)"
        run.record.source.path = "runs/\(name)"
        return run
    }

    @Test("hooked runs", arguments: ["hook-validation-spike", "hook-bad-batch", "hook-healthy"])
    func hooked(name: String) throws {
        let run = try recording(name)
        try compare(ReportPage(run, try run.diagnosis(now: { 0 })).html, with: name)
    }

    @Test("a proof with its re-runs, what the guard did, and classes")
    func proof() throws {
        let source = RecordSource(kind: "ballast", path: "runs/mine", steps: 40)
        var record = RunRecord(source: source)
        let steps = Array(1...40)
        record.series[.trainLoss] = Series(
            steps: steps, values: steps.map { $0 == 20 ? .nan : 2 / Double($0) })
        record.series[.validationLoss] = Series(steps: [10, 20, 30, 40], values: [1, 90, 2, 0.5])
        record.classes = 3
        record.decisions = [
            GuardDecision(step: 20, action: .skip, reason: "the loss is not finite", evidence: [:])
        ]
        let replay = { (intervention: Intervention, values: [Double], share: Double?) in
            ReplaySummary(
                intervention: intervention, seed: 0, fromStep: 10, channel: .validationLoss,
                steps: [10, 20, 30], values: values, recoveredFraction: share)
        }
        let diagnosis = Diagnosis(
            source: source, health: .unhealthy,
            findings: [
                Finding(
                    .spike, .validationLoss, steps: 15...25, value: 90, threshold: 3,
                    text: "the validation loss jumps from 1 to 90")
            ],
            causes: [
                CauseReport(
                    .batchnormStatisticsLag, .proven, probability: 0.97, recoveredFraction: 0.97,
                    interval: 0.9...1, evidence: ["with batch statistics there is no spike"],
                    remedy: Remedy(summary: "estimate running statistics before validation"))
            ],
            notes: ["a note"],
            replays: [
                replay(.unchanged, [1, 90, 2], nil),
                replay(.reestimateStatistics(batches: 2), [1, 1, 0.9], 0.97),
            ])
        var beside = RunSupplements()
        beside.evaluation = ModelEvaluation(
            step: 40, part: "validation", samples: 30, loss: 0.5, accuracy: 0.8, topK: 3,
            topKAccuracy: 1, classNames: ["circle", "square", "star"],
            classSamples: [10, 10, 10], confusion: [[9, 1, 0], [0, 10, 0], [1, 4, 5]],
            worst: [
                WorstSample(
                    index: 7, label: 2, guess: 1, guessProbability: 0.93, labelProbability: 0.01,
                    loss: 4.6, file: "star/7.png", thumbnail: "AAAA")
            ])
        let run = RecordedRun(name: "mine", path: "runs/mine", record: record)
        try compare(ReportPage(run, diagnosis, beside: beside).html, with: "proof")
    }
}
