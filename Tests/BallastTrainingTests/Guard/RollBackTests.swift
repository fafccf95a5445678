import BallastEvents
import BallastGraph
import BallastStability
import BallastTraining
import Testing

@Suite("Roll-backs", .serialized)
struct RollBackTests {
    /// The choices of each run beside those that all have.
    private static let choices: [String: @Sendable (inout RunConfiguration) throws -> Void] = [
        "sgd": { _ in },
        "adam with averages": {
            $0.optimizer = .adam
            $0.learningRate = 0.001
            $0.ema = 0.9
        },
        "batch norm, accumulation": {
            $0.normalization = .batch
            $0.accumulate = 2
        },
        "plateau": {
            $0.schedule = try ScheduleSpec(parsing: "plateau:factor=0.5,patience=1,threshold=0.3")
        },
        "early stopping": {
            $0.earlyStop = try EarlyStopSpec(parsing: "patience=50")
        },
    ]

    @Test(
        "train on as a run that never made those steps",
        arguments: choices.keys.sorted())
    func restoring(choice: String) throws {
        let straight = try GuardedTraining(Self.choices[choice]!)
        let other = try GuardedTraining(Self.choices[choice]!)
        func go(_ training: GuardedTraining, to step: Int) throws {
            while training.loop.completedSteps < step {
                try training.run(to: training.loop.completedSteps + 1)
                if training.loop.completedSteps % 8 == 0 { try training.loop.validate() }
            }
        }
        try go(straight, to: 64)
        try go(other, to: 45)
        #expect(other.loop.earlierStates == [0, 32])
        try other.loop.rollBack(to: 32)
        #expect(other.loop.completedSteps == 32)
        try go(other, to: 64)
        #expect(other.bits == straight.bits)
        #expect(other.loop.policy == straight.loop.policy)
        let tail = { (training: GuardedTraining) in
            training.records.suffix(32).map { [$0.loss.bitPattern, $0.learningRate.bitPattern] }
        }
        #expect(tail(other) == tail(straight))
        let validations = { (training: GuardedTraining) in
            training.events.compactMap { event -> UInt64? in
                if case .validation(let record) = event { record.loss.bitPattern } else { nil }
            }
        }
        #expect(validations(other).suffix(4) == validations(straight).suffix(4))
    }

    @Test("a rate that is far too high is lowered, and the run is saved")
    func rateJump() throws {
        let jump: (inout RunConfiguration) throws -> Void = {
            $0.schedule = try ScheduleSpec(parsing: "multistep:milestones=64,gamma=1000,every=step")
            $0.steps = 200
        }
        let broken = try GuardedTraining {
            try jump(&$0)
            $0.guardMode = .observe
        }
        _ = try broken.loop.run(shouldStop: { false })
        let repaired = try GuardedTraining(jump)
        let outcome = try repaired.loop.run(shouldStop: { false })
        #expect(outcome == .completed)
        let rollBacks = repaired.decisions.filter { $0.action == .rollBack }
        #expect(!rollBacks.isEmpty)
        #expect(rollBacks.allSatisfy { $0.step > 64 && $0.evidence["rateFactor"]! < 1 })
        #expect(rollBacks.count <= repaired.loop.policy.limits.rollBacks)
        let last = { (training: GuardedTraining) in
            training.records.suffix(16).reduce(0) { $0 + $1.loss } / 16
        }
        #expect(last(repaired) < 2.2)
        #expect(!(last(broken) <= last(repaired)))
        #expect(repaired.records.filter(\.committed).allSatisfy { $0.loss.isFinite })
    }
}
