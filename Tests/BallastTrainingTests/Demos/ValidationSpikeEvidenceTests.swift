import BallastEvents
import BallastTraining
import Testing

@Suite struct ValidationSpikeEvidenceTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let train: [Double]
        let running: [Double]
        let batch: [Double]
        let reestimated: [Double]
        let conclusion: ValidationSpikeEvidence.Conclusion
        let recovered: Int?
    }

    /// Guessing costs 2 in all of them.
    static let examples = [
        Example(
            testDescription: "both probes remove the spike", train: [2, 1.5, 1, 1],
            running: [2, 100, 20, 1], batch: [2, 1.5, 1, 1], reestimated: [2, 1.6, 1, 1],
            conclusion: .statisticsLag, recovered: 4),
        Example(
            testDescription: "one probe leaves a fifth of it", train: [2, 1.5, 1, 1],
            running: [2, 102, 2, 1], batch: [2, 1.5, 1, 1], reestimated: [2, 22, 1, 1],
            conclusion: .otherCause, recovered: 4),
        Example(
            testDescription: "the weights themselves are bad", train: [2, 50, 3, 3],
            running: [2, 60, 4, 3], batch: [2, 60, 4, 3], reestimated: [2, 60, 4, 3],
            conclusion: .otherCause, recovered: nil),
        Example(
            testDescription: "hardly above guessing", train: [2, 1.5, 1, 1],
            running: [1.9, 3.5, 1, 1], batch: [1.9, 1, 1, 1], reestimated: [1.9, 1, 1, 1],
            conclusion: .noSpike, recovered: 3),
        Example(
            testDescription: "never above guessing", train: [2, 1.5, 1, 1],
            running: [1.9, 1.5, 1, 1], batch: [1.9, 1, 1, 1], reestimated: [1.9, 1, 1, 1],
            conclusion: .noSpike, recovered: 1),
        Example(
            testDescription: "a loss that is no number", train: [2, 1.5, 1, 1],
            running: [2, .nan, 20, 1], batch: [2, 1.5, 1, 1], reestimated: [2, 1.5, 1, 1],
            conclusion: .undetermined, recovered: 4),
        Example(
            testDescription: "an infinite probe", train: [2, 1.5, 1, 1],
            running: [2, 100, 20, 1], batch: [2, .infinity, 1, 1], reestimated: [2, 1.5, 1, 1],
            conclusion: .otherCause, recovered: 4),
    ]

    @Test(arguments: examples) func conclusionFollowsFromTheNumbers(_ example: Example) throws {
        let curves = Self.curves(example)
        let evidence = try #require(ValidationSpikeEvidence(curves, guessingLoss: 2))
        #expect(evidence.conclusion == example.conclusion)
        let summary = try #require(ValidationSpikeSummary(curves, guessingLoss: 2))
        #expect(summary.recoveredStep == example.recovered)
    }

    @Test func thePeakIsReadWithWhatStandsBesideIt() throws {
        let evidence = try #require(
            ValidationSpikeEvidence(Self.curves(Self.examples[0]), guessingLoss: 2))
        #expect(evidence.peakStep == 2)
        #expect(evidence.peakLoss == 100)
        #expect(evidence.trainLossAtPeak == 1.5)
        #expect(evidence.batchStatisticsLossAtPeak == 1.5)
        #expect(evidence.reestimatedLossAtPeak == 1.6)
        #expect(evidence.removedByReestimation == 1)
        #expect(evidence.isTrainingCalm)
    }

    @Test func withoutProbesThereIsASummaryButNoEvidence() {
        var curves = ValidationSpikeCurves(learningRate: 0.1)
        #expect(ValidationSpikeSummary(curves, guessingLoss: 2) == nil)
        curves.add(Self.validation(.eval, 3))
        #expect(ValidationSpikeSummary(curves, guessingLoss: 2)?.peakValidationLoss == 3)
        #expect(ValidationSpikeEvidence(curves, guessingLoss: 2) == nil)
    }

    private static func curves(_ example: Example) -> ValidationSpikeCurves {
        var curves = ValidationSpikeCurves(learningRate: 0.1)
        for loss in example.train { curves.add(step(loss)) }
        for loss in example.running { curves.add(validation(.eval, loss)) }
        for loss in example.batch { curves.add(validation(.batchStatistics, loss)) }
        for loss in example.reestimated { curves.add(validation(.reestimated, loss)) }
        return curves
    }

    private static func step(_ loss: Double) -> RunEvent {
        let record = StepRecord(
            step: 1, epoch: 0, loss: loss, accuracy: 0, topKAccuracy: 0, learningRate: 0.1,
            gradientNorm: 1, seconds: 0, committed: true)
        return RunEvent(.step(record), time: 0)
    }

    private static func validation(_ mode: ValidationMode, _ loss: Double) -> RunEvent {
        let record = ValidationRecord(
            step: 1, epoch: 0, part: "validation", mode: mode, samples: 1, batches: 1, loss: loss,
            accuracy: 0, topKAccuracy: 0, seconds: 0)
        return RunEvent(.validation(record), time: 0)
    }
}
