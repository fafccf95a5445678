import BallastEvents
import BallastStability
import Foundation
import Testing

@Suite("The guard's judgement")
struct GuardPolicyTests {
    /// What came of a scripted run: the loop's part played without a model.
    private struct Play {
        var policy: GuardPolicy
        var decisions: [GuardDecision] = []
        var events: [RunEvent.Kind] = []

        init(_ mode: GuardMode, classes: Int = 7, steps: Int = 400) {
            policy = GuardPolicy(mode: mode, classes: classes, plannedSteps: steps)
        }

        mutating func step(
            _ step: Int, loss: Double, gradientNorm: Double = 1, rate: Double = 0.1,
            proposedNorm: Double = 10
        ) {
            var record = StepRecord(
                step: step, epoch: 0, loss: loss, accuracy: 0, topKAccuracy: 0,
                learningRate: rate * policy.rateMultiplier(at: step), gradientNorm: gradientNorm,
                seconds: 0, committed: false)
            let snapshots = stride(from: 0, to: step, by: 32).map(\.self)
            let decision = policy.judge(
                record, proposedNorm: proposedNorm, snapshots: snapshots)
            record.committed = decision.action == .commit
            if decision.action != .commit { decisions.append(decision) }
            let news = policy.settle(
                record, decision, suspects: [3, 5], nextEpoch: 1, trainingSamples: 1000)
            events += news
            for case .guardDecision(let decision) in news { decisions.append(decision) }
        }

        var actions: [GuardAction] { decisions.map(\.action) }
        var outcomes: [GuardOutcome] {
            events.compactMap { if case .guardOutcome(let outcome) = $0 { outcome } else { nil } }
        }
        var findings: [Finding] {
            events.compactMap { if case .finding(let finding) = $0 { finding } else { nil } }
        }
    }

    /// A calm stream about half a nat.
    private func calm(_ play: inout Play, _ steps: ClosedRange<Int>, seed: UInt64 = 1) {
        var dice = Dice(seed)
        for step in steps {
            play.step(
                step, loss: 0.5 * exp(0.1 * dice.normal()),
                gradientNorm: exp(0.2 * dice.normal()))
        }
    }

    @Test(
        "does nothing at all on healthy runs",
        arguments: HealthyFamily.tuning + HealthyFamily.judging)
    func healthy(family: HealthyFamily) {
        for (index, record) in family.runs(20, from: 9000).enumerated() {
            var play = Play(.repair, classes: record.classes!, steps: record.lastStep)
            let (losses, norms) = (record[.trainLoss], record[.gradientNorm])
            let rates = record[.learningRate].values
            for (place, step) in losses.steps.enumerated() {
                play.step(
                    step, loss: losses.values[place], gradientNorm: norms.values[place],
                    rate: rates[place])
            }
            #expect(play.actions.isEmpty, "run \(index): \(play.decisions.first?.reason ?? "")")
            #expect(play.policy.rateMultiplier(at: 1) == 1)
        }
    }

    @Test func aBatchThatStandsOutIsSkippedAndLeftOutIfTheNextIsCalm() {
        var play = Play(.repair)
        calm(&play, 1...100)
        play.step(101, loss: 6, gradientNorm: 30)
        #expect(play.actions == [.skip])
        calm(&play, 102...200, seed: 2)
        #expect(play.actions == [.skip, .quarantine])
        #expect(play.decisions.last?.intervention == .quarantine(samples: [3, 5]))
        #expect(play.policy.quarantine == [3: 1, 5: 1])
        #expect(play.outcomes.map(\.helped) == [true])
        #expect(play.policy.rateMultiplier(at: 300) == 1)
    }

    @Test func aStateThatIsBadOnOtherBatchesTooIsTakenBack() throws {
        var play = Play(.repair)
        calm(&play, 1...100)
        play.step(101, loss: 6, gradientNorm: 30)
        play.step(102, loss: 7, gradientNorm: 30)
        #expect(play.actions == [.skip, .rollBack])
        let last = try #require(play.decisions.last)
        #expect(last.intervention == .rollBack(toStep: 96))
        #expect(play.policy.rateMultiplier(at: 200) == 0.5)
        #expect(play.policy.rateMultiplier(at: 97) < 0.1, "the rate comes up from below")
        #expect(play.policy.quarantine.isEmpty)
    }

    @Test func aLowRateGoesUpAgainInCalmTimes() {
        var play = Play(.repair)
        calm(&play, 1...100)
        let before = play.policy
        play.step(101, loss: 6, gradientNorm: 30)
        play.step(102, loss: 7, gradientNorm: 30)
        play.policy.rollBack(to: before)
        calm(&play, 97...500, seed: 3)
        #expect(play.actions == [.skip, .rollBack, .raiseRate, .raiseRate])
        #expect(play.policy.rateMultiplier(at: 501) == 1)
        #expect(play.outcomes.map(\.helped) == [true])
    }

    @Test func aRateThatGoesBadTwiceIsNotTriedAgain() {
        var play = Play(.repair, steps: 4000)
        calm(&play, 1...100)
        for round in 0..<2 {
            let start = 101 + 400 * round
            let before = play.policy
            for step in start...(start + 1) { play.step(step, loss: 6, gradientNorm: 30) }
            play.policy.rollBack(to: before)
            calm(&play, (start - 5)...(start + 394), seed: UInt64(round))
        }
        #expect(play.actions.count { $0 == .rollBack } == 2)
        #expect(play.policy.rateMultiplier(at: 2000) == 0.7)
    }

    @Test func aGradientAloneIsScaledDown() throws {
        var play = Play(.repair)
        calm(&play, 1...100)
        play.step(101, loss: 0.62, gradientNorm: 200)
        calm(&play, 102...200, seed: 2)
        #expect(play.actions == [.clip])
        guard case .clip(let norm)? = play.decisions.first?.intervention else {
            Issue.record("no norm to clip to")
            return
        }
        #expect(abs(norm - 1) < 0.3)
        #expect(play.outcomes.map(\.helped) == [true])
    }

    @Test func aLossThatRisesSlowlyAboveGuessingIsTakenBack() {
        var play = Play(.repair, steps: 2000)
        var dice = Dice(1)
        for step in 1...600 where play.actions.isEmpty {
            play.step(step, loss: exp(0.1 * dice.normal() + 0.006 * Double(step - 300)))
        }
        #expect(play.actions == [.rollBack])
    }

    @Test(arguments: [GuardMode.off, .observe])
    func onlyRepairActs(mode: GuardMode) {
        var play = Play(mode)
        calm(&play, 1...100)
        for step in 101...110 { play.step(step, loss: 6, gradientNorm: 200) }
        calm(&play, 111...200, seed: 2)
        #expect(play.actions.isEmpty)
        // The beginning and the end of a spike in each of two channels.
        #expect(play.findings.count == (mode == .off ? 0 : 4))
        #expect(play.findings.filter { $0.outcome != nil }.count == (mode == .off ? 0 : 2))
    }

    @Test(arguments: [GuardMode.off, .observe])
    func whatIsNotFiniteEndsARunThatIsNotRepaired(mode: GuardMode) {
        for (loss, norm, proposed) in [
            (Double.nan, 1.0, 1.0), (1, .infinity, 1), (1, 1, .nan),
        ] {
            var play = Play(mode)
            play.step(1, loss: loss, gradientNorm: norm, proposedNorm: proposed)
            #expect(play.actions == [.stop])
        }
    }

    @Test func whatIsNotFiniteIsSkippedThenTakenBackThenGivenUp() {
        var play = Play(.repair)
        calm(&play, 1...100)
        play.step(101, loss: .nan)
        #expect(play.actions == [.skip])
        var step = 102
        while play.actions.last != .stop, step < 500 {
            play.step(step, loss: .nan)
            step += 1
        }
        #expect(play.actions.last == .stop)
        let rollBacks = play.actions.count { $0 == .rollBack }
        #expect(rollBacks > 3 && rollBacks <= play.policy.limits.rollBacks)
    }

    @Test func theBudgetIsKept() {
        var play = Play(.repair, steps: 1000)
        calm(&play, 1...100)
        for round in 0..<60 {
            let step = 101 + 20 * round
            play.step(step, loss: 0.62, gradientNorm: 300)
            calm(&play, (step + 1)...(step + 19), seed: UInt64(round))
        }
        #expect(play.actions.count { $0 == .clip } == play.policy.limits.interventions)
    }

    @Test func itGoesOnFromItsEncodedState() throws {
        var play = Play(.repair)
        calm(&play, 1...100)
        play.step(101, loss: 6, gradientNorm: 30)
        let bytes = try JSONCoding.encode(play.policy)
        var copy = play
        copy.policy = try JSONCoding.decode(GuardPolicy.self, from: bytes, at: "test")
        #expect(copy.policy == play.policy)
        for step in 102...104 {
            play.step(step, loss: 7, gradientNorm: 30)
            copy.step(step, loss: 7, gradientNorm: 30)
        }
        #expect(copy.policy == play.policy && copy.decisions == play.decisions)
    }

    private func validation(_ step: Int, _ loss: Double) -> ValidationRecord {
        ValidationRecord(
            step: step, epoch: 0, part: "validation", mode: .eval, samples: 500, batches: 1,
            loss: loss, accuracy: 0, topKAccuracy: 0, seconds: 0)
    }

    @Test func statisticsAreEstimatedAnewWhereTheyAreAtFault() {
        var play = Play(.repair)
        #expect(!play.policy.asksForBatchStatistics(validation(10, 2)))
        let spike = validation(20, 30)
        #expect(play.policy.asksForBatchStatistics(spike))
        #expect(play.policy.judge(spike, batchStatistics: validation(20, 28)) == nil)
        #expect(play.policy.reestimationBatches == 0)
        let decision = play.policy.judge(spike, batchStatistics: validation(20, 1.5))
        #expect(decision?.action == .reestimate)
        #expect(play.policy.reestimationBatches > 0)
        let outcome = play.policy.outcome(before: spike, after: validation(20, 1.6))
        #expect(outcome.helped)
        #expect(!play.policy.outcome(before: spike, after: validation(20, 25)).helped)
    }

    @Test(arguments: GuardMode.allCases)
    func aCutInARecoveryIsHeldBackOrReported(mode: GuardMode) {
        var play = Play(mode)
        calm(&play, 1...100)
        #expect(play.policy.heldBack("a cut", at: 100, span: 10) == nil)
        // What opens a spike without being acted on: high, but not far above.
        for step in 101...103 { play.step(step, loss: 1.35) }
        let held = play.policy.heldBack("a cut", at: 103, span: 10)
        switch held {
        case .guardDecision(let decision): #expect(mode == .repair && decision.action == .holdBack)
        case .note: #expect(mode != .repair)
        default: Issue.record("nothing is said")
        }
        calm(&play, 104...200, seed: 2)
        #expect(play.policy.heldBack("a cut", at: 200, span: 10) == nil)
    }
}
