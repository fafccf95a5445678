import BallastCore
import BallastData
import BallastEvents
import BallastGraph
import BallastModels
import BallastNN
import BallastOptimizers
import BallastRuntime
import BallastStability
import BallastTraining
import Testing

@Suite("Batches that stand out", .serialized)
struct BadBatchTests {
    private static let bad: Set<Int> = [7, 100]

    @Test("are skipped once, and their samples left out from the next epoch on")
    func quarantine() throws {
        let training = try GuardedTraining(
            { $0.steps = 192 },
            transform: SpoiledSamples(samples: Self.bad, fromEpoch: 4, factor: 300))
        #expect(try training.loop.run(shouldStop: { false }) == .completed)
        let left = training.decisions.compactMap { decision -> [Int]? in
            if case .quarantine(let samples)? = decision.intervention { samples } else { nil }
        }
        #expect(Set(left.flatMap(\.self)) == Self.bad)
        let skips = training.decisions.filter { $0.action == .skip }
        #expect(!skips.isEmpty && skips.count <= 2)
        // Four epochs of sixteen batches are sound; the fifth is the only one with trouble.
        #expect(skips.allSatisfy { (65...80).contains($0.step) })
        #expect(training.records.suffix(100).allSatisfy { $0.committed })
        let final = training.loop.upcomingBatches.batchIndices(epoch: 11).flatMap(\.self)
        #expect(Set(final).isDisjoint(with: Self.bad))
    }

    @Test("that are not finite are never committed", arguments: GuardMode.allCases)
    func nonFinite(mode: GuardMode) throws {
        let training = try GuardedTraining(
            { $0.guardMode = mode },
            transform: SpoiledSamples(samples: [7], fromEpoch: 4, factor: .infinity))
        let outcome = try training.loop.run(shouldStop: { false })
        let bad = training.records.filter { !$0.loss.isFinite || !$0.gradientNorm.isFinite }
        #expect(!bad.isEmpty && bad.allSatisfy { !$0.committed })
        #expect(
            training.bits.values.allSatisfy { $0.allSatisfy { Float(bitPattern: $0).isFinite } })
        if mode == .repair {
            #expect(outcome == .completed)
            #expect(Set(training.actions).isSubset(of: [.skip, .quarantine]))
            #expect(training.records.filter { !$0.committed }.count == bad.count)
        } else {
            guard case .diverged = outcome else {
                Issue.record("the run went on")
                return
            }
            #expect(training.actions == [.stop])
        }
    }

    @Test("a scaled proposal is the update of the scaled gradient")
    func scaling() throws {
        var training = try SmallTraining(
            try SmallTraining.model(.lenet5), optimizer: .sgd(momentum: .constant(0)))
        try training.train(2)
        let engine = training.engine
        let slots = engine.registry.trainableParameters
        let before = slots.map { engine.store.load($0).values }
        try training.propose()
        let whole = slots.map { engine.store.load($0, .proposed).values }
        var scalars = training.scalars
        scalars.gradientScale = 0.25
        #expect(try engine.proposeScaled(scalars).isFinite)
        engine.commit()
        let scaled = slots.map { engine.store.load($0).values }
        for (place, slot) in slots.enumerated() {
            for index in before[place].indices {
                let (all, part) = (
                    whole[place][index] - before[place][index],
                    scaled[place][index] - before[place][index]
                )
                #expect(abs(part - all / 4) <= 1e-6 * max(1, abs(before[place][index])), "\(slot)")
            }
        }
    }
}
