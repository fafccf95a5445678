import BallastCore
import BallastEvents
import BallastReport
import Foundation
import Testing

/// Runs that the hook recorded in real PyTorch; `Clients/python/recordings` made them.
@Suite("Hooked runs")
struct HookedRunTests {
    private func path(_ name: String) throws -> String {
        try #require(Bundle.module.resourceURL).appending(path: "Recordings/\(name)").path
    }

    private func run(_ name: String) throws -> RecordedRun {
        try #require(try RecordedRun.all(at: path(name)).first)
    }

    @Test(
        "the first cause is what was planted",
        arguments: [
            ("hook-validation-spike", Cause.batchnormStatisticsLag),
            ("hook-bad-batch", .badBatch),
            ("hook-not-normalized", .inputNotNormalized),
            ("hook-rate-too-high", .learningRateTooHigh),
            ("hook-sorted-labels", .dataOrder),
        ])
    func planted(name: String, cause: Cause) throws {
        let diagnosis = try run(name).diagnosis(now: { 0 })
        #expect(diagnosis.health == .unhealthy)
        #expect(diagnosis.leadingCause?.cause == cause)
        #expect(diagnosis.causes.allSatisfy { $0.verdict != .proven }, "nothing was re-run")
        #expect(diagnosis.leadingCause?.remedy.code?.isEmpty == false)
        #expect(diagnosis.leadingCause?.settledBy?.isEmpty == false)
        #expect(diagnosis.source.kind == "pytorch-hook")
    }

    @Test("a sound run is healthy, and nothing is said of it")
    func healthy() throws {
        let diagnosis = try run("hook-healthy").diagnosis(now: { 0 })
        #expect(diagnosis.health == .healthy)
        #expect(diagnosis.causes.isEmpty)
    }

    @Test("the validation spike's record has all three ways of validating")
    func modes() throws {
        let record = try run("hook-validation-spike").record
        let spike = record[.validationLoss].values.max() ?? 0
        #expect(spike > 100)
        #expect((record[.validationLossBatchStatistics].values.max() ?? .infinity) < 10)
        #expect((record[.validationLossReestimated].values.max() ?? .infinity) < 10)
        #expect(!record.layers.isEmpty && !record.labelCounts.isEmpty)
    }

    @Test("a folder without a run says what to name instead")
    func nothing() throws {
        #expect(throws: BallastError.self) {
            try RecordedRun.all(at: path("no-such-run"))
        }
    }
}
