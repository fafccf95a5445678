import BallastEvents
import BallastStability
import Testing

@Suite struct DiagnoserTests {
    private static let farPixels = InputFacts(
        mean: [120], deviation: [60], peak: 255, nonFiniteSamples: [], outliers: [:], samples: 100)
    private static let sortedOrder = OrderFacts(
        skew: 30, probability: 1e-30, repeatsBatches: false, batches: 20)

    private static func diagnose(
        _ run: RepeatableRun, _ evidence: ScriptedEvidence = .init(), budget: Int = 10_000
    ) throws -> Diagnosis {
        try Diagnoser(
            run.record(), evidence: evidence, replays: run,
            budget: ReplayBudget(steps: budget, seconds: 1000), now: { 0 }
        ).diagnose()
    }

    private static func verdicts(_ diagnosis: Diagnosis) -> [Cause: Verdict] {
        Dictionary(uniqueKeysWithValues: diagnosis.causes.map { ($0.cause, $0.verdict) })
    }

    @Test func aCalmRunIsHealthy() throws {
        let diagnosis = try Self.diagnose(RepeatableRun { _, _ in false })
        #expect(diagnosis.health == .healthy)
        #expect(diagnosis.causes.isEmpty)
        #expect(diagnosis.replays.isEmpty)
    }

    @Test func theRateIsProvenWhereOnlyALowerOneCures() throws {
        let diagnosis = try Self.diagnose(RepeatableRun { $1 > 0.2 })
        #expect(diagnosis.leadingCause?.cause == .learningRateTooHigh)
        #expect(diagnosis.leadingCause?.verdict == .proven)
        #expect(
            diagnosis.leadingCause?.remedy.change
                == ConfigurationChange([.learningRate: 0.001]))
        #expect(try #require(diagnosis.leadingCause?.recoveredFraction) > 0.99)
    }

    @Test func theSpecificCauseWinsWhereHalfTheRateCuresToo() throws {
        var run = RepeatableRun { $0.order != .shuffled && $1 > 0.6 }
        run.configuration.order = .byClass
        let diagnosis = try Self.diagnose(
            run, ScriptedEvidence(orderFacts: Self.sortedOrder))
        let verdicts = Self.verdicts(diagnosis)
        #expect(diagnosis.leadingCause?.cause == .dataOrder)
        #expect(verdicts[.dataOrder] == .proven)
        #expect(verdicts[.learningRateTooHigh] == .excluded)
    }

    @Test func aSuspectWhoseChangesDoNothingIsExcluded() throws {
        var run = RepeatableRun { $1 > 0.2 }
        run.configuration.order = .byClass
        let diagnosis = try Self.diagnose(
            run, ScriptedEvidence(orderFacts: Self.sortedOrder))
        let verdicts = Self.verdicts(diagnosis)
        #expect(verdicts[.dataOrder] == .excluded)
        #expect(verdicts[.learningRateTooHigh] == .proven)
        #expect(diagnosis.leadingCause?.cause == .learningRateTooHigh)
    }

    @Test func twoFaultsThatOnlyTogetherCureAreBothProven() throws {
        var run = RepeatableRun { configuration, _ in
            configuration.order != .shuffled || configuration.pixels != .standardized
        }
        run.configuration.order = .byClass
        run.configuration.pixels = .bytes
        let diagnosis = try Self.diagnose(
            run,
            ScriptedEvidence(inputFacts: Self.farPixels, orderFacts: Self.sortedOrder))
        let verdicts = Self.verdicts(diagnosis)
        #expect(verdicts[.dataOrder] == .proven)
        #expect(verdicts[.inputNotNormalized] == .proven)
        #expect(verdicts[.learningRateTooHigh] != .proven)
    }

    @Test func aRiskIsNamedWhereTheRunIsBetterWithoutIt() throws {
        var run = RepeatableRun { _, _ in false }
        run.configuration.pixels = .bytes
        run.height = { configuration, _ in configuration.pixels == .bytes ? 1.5 : 1 }
        let diagnosis = try Self.diagnose(run, ScriptedEvidence(inputFacts: Self.farPixels))
        #expect(diagnosis.health == .unhealthy)
        #expect(Self.verdicts(diagnosis) == [.inputNotNormalized: .proven])
        #expect(diagnosis.findings.map(\.symptom) == [.slowLearning])
        #expect(diagnosis.repair == ConfigurationChange([.pixels: "standardized"]))
    }

    @Test(arguments: [1, 1.1]) func aRiskThatCostsLittleIsNotMentioned(_ height: Double) throws {
        var run = RepeatableRun { _, _ in false }
        run.configuration.pixels = .bytes
        run.height = { configuration, _ in configuration.pixels == .bytes ? height : 1 }
        let diagnosis = try Self.diagnose(run, ScriptedEvidence(inputFacts: Self.farPixels))
        #expect(diagnosis.health == .healthy)
        #expect(diagnosis.causes.isEmpty)
        #expect(diagnosis.findings.isEmpty)
    }

    @Test func aRiskThatDidNotRepeatIsNotProven() throws {
        var run = RepeatableRun { _, _ in false }
        run.drift = 1e-9
        run.configuration.pixels = .bytes
        run.height = { configuration, _ in configuration.pixels == .bytes ? 1.5 : 1 }
        let diagnosis = try Self.diagnose(run, ScriptedEvidence(inputFacts: Self.farPixels))
        #expect(Self.verdicts(diagnosis) == [.inputNotNormalized: .likely])
    }

    @Test func theRepairThatTrainsBestIsNamed() throws {
        var run = RepeatableRun { configuration, factor in
            configuration.learningRate * factor > 0.2
        }
        run.configuration.learningRate = 1
        run.height = { configuration, factor in
            let rate = configuration.learningRate * factor
            return rate > 0.05 ? 0.9 : rate > 0.02 ? 0.5 : 0.7
        }
        let diagnosis = try Self.diagnose(run)
        #expect(diagnosis.leadingCause?.cause == .learningRateTooHigh)
        #expect(diagnosis.repair == ConfigurationChange([.learningRate: 0.03]))
    }

    @Test func theRampIsNotToBlameWhereALowerRateTrainsMuchBetter() throws {
        var run = RepeatableRun { configuration, factor in
            configuration.warmup == 0 && configuration.learningRate * factor > 0.2
        }
        run.onset = 5
        run.configuration.learningRate = 1
        run.height = { configuration, factor in
            configuration.learningRate * factor > 0.2 ? 1 : 0.6
        }
        let verdicts = try Self.verdicts(Self.diagnose(run))
        #expect(verdicts[.learningRateTooHigh] == .proven)
        #expect(verdicts[.missingWarmup] == .excluded)
    }

    @Test func theRampIsToBlameWhereTheFullRateTrainsAsWell() throws {
        var run = RepeatableRun { configuration, factor in
            configuration.warmup == 0 && configuration.learningRate * factor > 0.2
        }
        run.onset = 5
        run.configuration.learningRate = 1
        let verdicts = try Self.verdicts(Self.diagnose(run))
        #expect(verdicts[.missingWarmup] == .proven)
        #expect(verdicts[.learningRateTooHigh] == .excluded)
    }

    @Test func allThatIsProvenIsRepairedTogether() throws {
        var run = RepeatableRun { configuration, _ in
            configuration.order != .shuffled || configuration.pixels != .standardized
        }
        run.configuration.order = .byClass
        run.configuration.pixels = .bytes
        let diagnosis = try Self.diagnose(
            run,
            ScriptedEvidence(inputFacts: Self.farPixels, orderFacts: Self.sortedOrder))
        #expect(
            diagnosis.repair
                == ConfigurationChange([.order: "shuffled", .pixels: "standardized"]))
    }

    /// Sorted samples throw the run off, and raw pixels keep it higher than it need be.
    private static func twoFaults(_ height: Double) throws -> Diagnosis {
        var run = RepeatableRun { configuration, _ in configuration.order != .shuffled }
        run.configuration.order = .byClass
        run.configuration.pixels = .bytes
        run.height = { configuration, _ in configuration.pixels == .bytes ? height : 1 }
        return try diagnose(
            run,
            ScriptedEvidence(inputFacts: farPixels, orderFacts: sortedOrder))
    }

    @Test func aSecondFaultIsFoundBehindTheFirst() throws {
        let diagnosis = try Self.twoFaults(1.5)
        #expect(diagnosis.causes.map(\.cause).prefix(2) == [.dataOrder, .inputNotNormalized])
        #expect(diagnosis.causes.map(\.verdict).prefix(2) == [.proven, .proven])
        #expect(
            diagnosis.repair
                == ConfigurationChange([.order: "shuffled", .pixels: "standardized"]))
    }

    @Test func whatAddsLittleToARepairIsNoSecondFault() throws {
        let diagnosis = try Self.twoFaults(1.1)
        #expect(diagnosis.repair == ConfigurationChange([.order: "shuffled"]))
        #expect(Self.verdicts(diagnosis)[.inputNotNormalized] == .excluded)
    }

    @Test func nothingIsProvenWhereTheControlDoesNotRepeatTheRun() throws {
        var run = RepeatableRun { $1 > 0.6 }
        run.drift = 1e-9
        let diagnosis = try Self.diagnose(run)
        #expect(diagnosis.leadingCause?.cause == .learningRateTooHigh)
        #expect(diagnosis.leadingCause?.verdict == .likely)
        #expect(
            try #require(diagnosis.leadingCause).evidence.contains {
                $0.contains("did not repeat the recorded losses")
            })
    }

    @Test func nothingThatWasTriedExplainsIt() throws {
        let diagnosis = try Self.diagnose(RepeatableRun { _, _ in true })
        #expect(diagnosis.leadingCause == nil)
        #expect(diagnosis.health == .undetermined)
        #expect(!diagnosis.findings.isEmpty)
    }

    @Test(arguments: [0, 1, 40, 100]) func theBudgetIsKept(_ budget: Int) throws {
        let diagnosis = try Self.diagnose(RepeatableRun { $1 > 0.05 }, budget: budget)
        let made = diagnosis.replays.reduce(0) { $0 + $1.steps.count }
        #expect(made <= budget + 1)
        #expect(diagnosis.leadingCause?.verdict != .proven)
        #expect(diagnosis.notes.contains { $0.contains("budget") })
    }

    @Test func withoutReplaysNothingIsProven() throws {
        let record = RepeatableRun { $1 > 0.6 }.record()
        let diagnosis = try Diagnoser(
            record, budget: ReplayBudget(steps: 0, seconds: 0), now: { 0 }
        ).diagnose()
        #expect(diagnosis.health == .unhealthy)
        #expect(diagnosis.causes.allSatisfy { $0.verdict < .proven })
        #expect(diagnosis.replays.isEmpty)
    }
}
