import BallastEvents
import BallastStability
import Foundation
import Testing

@Suite("The streaming spike detector")
struct SpikeDetectorTests {
    /// Feeds a stream and gives the spikes that ended, and the one that did not.
    private func spikes(
        _ values: [Double], _ rule: SpikeRule = .trainingLoss, guessing: Double? = log(7),
        resumedAfter: Int? = nil
    ) -> [Spike] {
        var detector = SpikeDetector(rule, guessingLoss: guessing)
        var found: [Spike] = []
        for (index, value) in values.enumerated() {
            if index == resumedAfter { detector.resumed(after: index) }
            if let spike = detector.take(value, at: index + 1) { found.append(spike) }
        }
        return (found + [detector.unfinished()].compactMap(\.self)).filter(\.isConfirmed)
    }

    /// A calm stream about a level.
    private func calm(_ count: Int, level: Double = 0.5, noise: Double = 0.1, seed: UInt64 = 1)
        -> [Double]
    {
        var dice = Dice(seed)
        return (0..<count).map { _ in level * exp(noise * dice.normal()) }
    }

    @Test func aFlatStreamIsCalm() {
        #expect(spikes([Double](repeating: 0.5, count: 300)).isEmpty)
        #expect(spikes(calm(2000)).isEmpty)
        #expect(spikes(calm(2000, noise: 0.6)).isEmpty)
    }

    @Test(
        arguments: [(5, .fastRecovery), (60, .slowRecovery)] as [(Int, SpikeOutcome)])
    func aSpikeHasOnsetPeakAndOutcome(length: Int, outcome: SpikeOutcome) throws {
        let top = (0..<length).map { 0.5 + 2.5 * Double(length - $0) / Double(length) }
        let found = spikes(calm(100) + top + calm(100, seed: 2))
        try #require(found.count == 1)
        #expect(found[0].onset == 101 && found[0].peakStep == 101)
        #expect(found[0].outcome == outcome)
        #expect(abs(found[0].peak - 3) < 1e-9)
        #expect(found[0].lastStep > 100 && found[0].lastStep <= 100 + length)
    }

    @Test func aSpikeAtTheEndDoesNotRecover() {
        let found = spikes(calm(100) + calm(40, level: 3, seed: 2))
        #expect(found.map(\.outcome) == [.noRecovery])
    }

    @Test func whatLastsAWholeWindowIsTheNewLevel() {
        let found = spikes(calm(100) + calm(400, level: 3, seed: 2))
        #expect(found.map(\.outcome) == [.noRecovery])
    }

    @Test func itArmsAgainAfterARecovery() {
        let spike = [3.0, 2.5, 2, 1.5, 1]
        let found = spikes(calm(100) + spike + calm(40, seed: 2) + spike + calm(40, seed: 3))
        #expect(found.map(\.onset) == [101, 146])
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func nonFiniteValuesNeverEnterAWindow(value: Double) throws {
        var detector = SpikeDetector(.trainingLoss, guessingLoss: log(7))
        for (step, value) in calm(100).enumerated() { detector.take(value, at: step) }
        let level = detector.level
        for step in 100..<110 { detector.take(value, at: step) }
        #expect(detector.level == level)
        #expect(detector.open?.hasNonFinite == true)
        var ended: Spike?
        for (index, value) in calm(20, seed: 4).enumerated() {
            ended = detector.take(value, at: 110 + index) ?? ended
        }
        let spike = try #require(ended)
        #expect(spike.onset == 100 && spike.outcome == .fastRecovery)
        #expect(detector.level?.isFinite == true)
        #expect(!detector.reading(of: 0.5).isHigh && detector.reading(of: 4).isHigh)
    }

    @Test func aStreamThatBeginsWithNaNArms() {
        let found = spikes([.nan, .nan] + calm(100) + [3, 3, 3] + calm(20))
        #expect(found.map(\.onset) == [1, 103])
    }

    @Test func aJumpRightAfterAResumptionIsAnArtefact() {
        let jump = calm(100) + [3, 3, 3] + calm(20)
        #expect(spikes(jump, resumedAfter: 100).map(\.outcome) == [.resumeArtefact])
        #expect(spikes(jump, resumedAfter: 60).map(\.outcome) == [.fastRecovery])
    }

    @Test func theFirstStepsAreMeasuredAgainstGuessing() {
        #expect(spikes([1.95, 2.1, 2.6, 3.2, 2.8, 2, 1.9, 1.8]).isEmpty)
        let found = spikes([1.95, 2.1, 5, 12, 8, 3, 2, 1.9, 1.8, 1.8])
        #expect(found.map(\.onset) == [3] && found.map(\.peakStep) == [4])
        // An initialization may cost more than guessing; that is no jump.
        #expect(spikes([30, 25, 20, 12, 8, 6, 4, 3, 2, 2]).isEmpty)
    }

    @Test func aValidationCurveOfFewPointsIsEnough() {
        let rule = SpikeRule.validationLoss
        #expect(spikes([1.9, 1.5, 1.2, 1.0, 0.9], rule).isEmpty)
        #expect(spikes([90, 12, 3, 1.5, 1.2], rule).map(\.peakStep) == [1])
        #expect(spikes([1.5, 1.2, 3.5, 1.1, 1.0], rule).map(\.onset) == [3])
        #expect(spikes([1.5, 1.2, 1.1, 1, 0.9, 0.85, 2.4, 0.8], rule).map(\.onset) == [7])
        #expect(spikes([1.5, 1.2, 1.1, 1, 0.9], rule, guessing: nil).isEmpty)
    }

    @Test func aRestartMayGoBackToTheStartButNotBeyond() {
        var detector = SpikeDetector(.trainingLoss, guessingLoss: log(7))
        for (step, value) in calm(100).enumerated() {
            detector.take(value, at: step, learningRate: 0.001)
        }
        detector.take(0.5, at: 100, learningRate: 0.1)
        #expect(!detector.reading(of: 1.9).isHigh && detector.reading(of: 6).isHigh)
    }

    @Test func itGoesOnFromItsEncodedState() throws {
        var detector = SpikeDetector(.trainingLoss, guessingLoss: log(7))
        let stream = calm(150) + [3, 2, .nan, 1] + calm(100, seed: 3)
        for (step, value) in stream.prefix(152).enumerated() { detector.take(value, at: step) }
        let bytes = try JSONCoding.encode(detector)
        var copy = try JSONCoding.decode(SpikeDetector.self, from: bytes, at: "test")
        #expect(copy == detector)
        for (step, value) in stream.enumerated().dropFirst(152) {
            #expect(copy.take(value, at: step) == detector.take(value, at: step))
        }
        #expect(copy == detector)
    }
}
