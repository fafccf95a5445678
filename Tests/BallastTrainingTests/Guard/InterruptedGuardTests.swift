import BallastData
import BallastEvents
import BallastStability
import BallastTraining
import Foundation
import Testing

/// What the guard knows goes through a checkpoint: a run under repair that is interrupted at any
/// step ends with the bits of one that is not.
@Suite("Interrupted runs under the guard", .serialized)
struct InterruptedGuardTests {
    /// Troubles, and the actions of the guard that each calls for.
    struct Trouble: CustomTestStringConvertible, Sendable {
        let name: String
        let actions: Set<GuardAction>
        let spoiled: SpoiledSamples?
        let change: @Sendable (inout RunConfiguration) throws -> Void

        var testDescription: String { name }
    }

    private static let troubles = [
        Trouble(
            name: "two batches in a row that are not finite, by which it goes back",
            actions: [.skip, .rollBack],
            // The sixteen samples of two batches in a row, in the data's own order.
            spoiled: SpoiledSamples(
                samples: Set(144..<176), fromEpoch: 2, untilEpoch: 3, factor: .infinity)
        ) { $0.order = .sequential },
        Trouble(
            name: "spoiled samples, which are left out", actions: [.skip, .quarantine],
            spoiled: SpoiledSamples(samples: [7, 100], fromEpoch: 2, factor: 300)
        ) { _ in },
        Trouble(
            name: "a rate far too high, which is lowered and raised again", actions: [.rollBack],
            spoiled: nil
        ) {
            $0.schedule = try ScheduleSpec(
                parsing: "multistep:milestones=40,gamma=1000,every=step")
        },
    ]

    private func configuration(_ trouble: Trouble) throws -> RunConfiguration {
        try GuardedTraining.configuration {
            $0.steps = 72
            $0.checkpointEvery = .every(24)
            $0.validateEvery = .every(16)
            try trouble.change(&$0)
        }
    }

    private func decisions(at path: String) throws -> [GuardDecision] {
        try RunJournal.events("\(path)/events.jsonl").compactMap { event in
            if case .guardDecision(let decision) = event.kind { decision } else { nil }
        }
    }

    @Test("end with the same bits, records and decisions", arguments: troubles)
    func anyStep(trouble: Trouble) throws {
        let directory = try TemporaryDirectory()
        let configuration = try configuration(trouble)
        var data = try RunData(configuration)
        data.transform = trouble.spoiled
        let whole = try TinyRun.begin(configuration, at: directory("whole"), data: data)
        try TinyRun.train(whole)
        let expected = try decisions(at: directory("whole"))
        #expect(trouble.actions.isSubset(of: Set(expected.map(\.action))))
        let records = try TinyRun.records(at: directory("whole"))

        // Stops at every step from before the first decision to behind it, one after the other.
        let run = directory("run")
        let first = try #require(expected.first?.step)
        _ = try TinyRun.train(
            TinyRun.begin(configuration, at: run, data: data), until: first - 2)
        for _ in 0..<8 {
            let part = try TinyRun.goOn(at: run, data: data)
            var made = 0
            _ = try part.run(
                shouldStop: { made == 1 }, afterStep: { _ in made += 1 })
        }
        let last = try TinyRun.goOn(at: run, data: data)
        try TinyRun.train(last)
        #expect(last.loop.setup.engine.bits == whole.loop.setup.engine.bits)
        #expect(try TinyRun.records(at: run) == records)
        // As text, in which a NaN equals a NaN.
        let text = { try JSONCoding.encode($0 as [GuardDecision]) }
        #expect(try text(decisions(at: run)) == text(expected))
    }

    @Test("a process that is killed goes on from a regular checkpoint, never from a kept state")
    func keptStates() throws {
        let directory = try TemporaryDirectory()
        let configuration = try configuration(Self.troubles[2])
        let run = try TinyRun.begin(configuration, at: directory("run"))
        let store = CheckpointStore(run.directory)
        // Without a checkpoint of the interruption, as behind a kill.
        struct Killed: Error {}
        #expect(throws: Killed.self) {
            _ = try run.run(
                shouldStop: { false },
                afterStep: { loop in
                    let isKept = try store.steps().contains { try !store.record($0).canResume }
                    if isKept { throw Killed() }
                })
        }
        let kept = try store.steps().filter { try !store.record($0).canResume }
        #expect(!kept.isEmpty)
        let resumed = try TinyRun.goOn(at: directory("run"))
        let regular = try store.steps().filter { try store.record($0).canResume }
        #expect(resumed.loop.completedSteps == regular.max())
        try TinyRun.train(resumed)
        try TinyRun.train(TinyRun.begin(configuration, at: directory("whole")))
        #expect(
            try TinyRun.records(at: directory("run")) == TinyRun.records(at: directory("whole")))
    }
}
