import BallastCore
import BallastEvents
import Testing

struct ConfigurationChangeTests {
    @Test func aChangeSetsItsKeysAndLeavesTheOthers() throws {
        var base = RunConfiguration()
        base.momentum = 0.7
        base.clipNorm = 1
        let change = ConfigurationChange([
            .learningRate: 0.05, .warmup: 40, .clipNorm: .none, .schedule: "step:size=3",
        ])
        let changed = try change.applied(to: base)
        #expect(changed.learningRate == 0.05)
        #expect(changed.warmup == 40)
        #expect(changed.clipNorm == nil)
        #expect(changed.schedule == ScheduleSpec(.step(size: 3, gamma: 0.1)))
        #expect(changed.momentum == 0.7)
        #expect(try ConfigurationChange.difference(from: base, to: changed) == change)
    }

    @Test func aValueOfTheWrongTypeIsRefused() {
        let change = ConfigurationChange([.warmup: "soon"])
        #expect(throws: BallastError.self) { try change.applied(to: RunConfiguration()) }
    }

    @Test func aChangeReadsAsOptions() {
        let change = ConfigurationChange([.learningRate: 0.05, .nesterov: true, .warmup: .none])
        #expect(change.description == "--lr 0.05 --nesterov without --warmup")
    }

    @Test func aReportWritesNullWhereNothingWasMeasured() throws {
        let report = CauseReport(
            .overfitting, .likely, probability: 0.5, evidence: [],
            remedy: Remedy(summary: "Regularize."))
        let text = String(decoding: try JSONCoding.encode(report), as: UTF8.self)
        #expect(text.contains("\"interval\":null"))
        #expect(text.contains("\"recoveredFraction\":null"))
        #expect(
            try JSONCoding.decode(CauseReport.self, from: Array(text.utf8), at: "text") == report)
    }
}
