import BallastCore
import BallastTraining
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@Suite("What a stable training is")
struct StabilityJudgeTests {
    private static let horizon = 200
    private static let noise = 0.1

    /// The verdict on noisy losses around a curve that begins at ln 10, and the steps it took.
    private func judged(
        seed: UInt64 = 0, isConstant: (Int) -> Bool = { _ in false }, _ curve: (Int) -> Double
    ) -> (verdict: StabilityVerdict, steps: Int) {
        let random = CounterRandom(seed: seed, stream: .synthesis)
        let noise = { (index: Int) in Self.noise * Double(random.normal(UInt64(index))) }
        let start = LossSample((0..<16).map { curve(0) + noise(1000 + $0) })
        var judge = StabilityJudge(
            horizon: Self.horizon, start: start, guessingLoss: log(10.0))
        for step in 0..<Self.horizon {
            let measured = TrialStep(
                loss: curve(step) + noise(step), isFinite: curve(step).isFinite,
                isConstant: isConstant(step))
            if let verdict = judge.add(measured) { return (verdict, step + 1) }
        }
        return (judge.verdict, Self.horizon)
    }

    private func falling(_ step: Int) -> Double {
        0.5 + 1.8 * exp(-Double(step) / 60)
    }

    @Test("a falling loss is stable, and one that stays")
    func sound() {
        #expect(judged(falling).verdict == .stable)
        #expect(judged { _ in 2.3 }.verdict == .stable)
    }

    @Test("noise alone is seldom taken for instability")
    func falseAlarms() {
        let alarms = (0..<1000).filter { judged(seed: UInt64($0)) { _ in 2.3 }.verdict != .stable }
        #expect(alarms.count <= 10, "\(alarms.count) of 1000")
        let falls = (0..<1000).filter { judged(seed: UInt64($0), falling).verdict != .stable }
        #expect(falls.count <= 2, "\(falls.count) of 1000")
    }

    @Test("a peak at the start that is made good is stable: a catapult")
    func catapult() {
        let outcome = judged { step in
            step < 15 ? 2.3 + Double(step) : falling(step)
        }
        #expect(outcome.verdict == .stable)
    }

    @Test("what is not finite ends the trial at once")
    func notFinite() {
        let outcome = judged { $0 < 30 ? falling($0) : .nan }
        #expect(outcome == (.nonFinite, 31))
    }

    @Test("a loss that stays beyond four times its start ends the trial early")
    func divergence() {
        let outcome = judged { $0 < 20 ? 2.3 : 2.3 + Double($0 - 19) * 3 }
        #expect(outcome.verdict == .diverged)
        #expect(outcome.steps < 90)
    }

    @Test("a slow rise ends above the start")
    func rise() {
        #expect(judged { 2.3 + Double($0) * 0.002 }.verdict == .raised)
    }

    @Test("a spike that comes back to the start only is not recovered")
    func spike() {
        let outcome = judged { $0 >= 40 && $0 < 70 ? 4 : $0 < 40 ? falling($0) : 2.29 }
        #expect(outcome.verdict == .unrecovered)
    }

    @Test("a loss that is gained and lost again is not recovered")
    func loss() {
        #expect(judged { $0 < 120 ? falling($0) : 2.0 }.verdict == .unrecovered)
    }

    @Test("a spike that is recovered from is stable")
    func recovered() {
        let outcome = judged { $0 >= 80 && $0 < 95 ? 5 : falling($0) }
        #expect(outcome.verdict == .stable)
    }

    @Test("one answer for every image is a collapse, which ends the trial early")
    func collapse() {
        let early = judged(isConstant: { $0 >= 20 }) { $0 < 20 ? falling($0) : 2.3 }
        #expect(early == (.collapsed, 70))
        let late = judged(isConstant: { $0 >= 190 }, falling)
        #expect(late.verdict == .collapsed)
        let passing = judged(isConstant: { $0 == 3 }, falling)
        #expect(passing.verdict == .stable)
    }
}
