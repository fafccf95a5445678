import BallastOptimizers
import Testing

@Suite struct EarlyStoppingTests {
    /// One validation an epoch.
    private func verdicts(
        _ rule: EarlyStopping, _ metrics: [Double]
    ) -> (verdicts: [EarlyStopping.Verdict], rule: EarlyStopping) {
        var rule = rule
        let found = metrics.enumerated().map { epoch, metric in
            rule.observe(metric, step: (epoch + 1) * 10, epoch: epoch)
        }
        return (found, rule)
    }

    @Test func patienceCountsValidationsInARow() {
        let (found, rule) = verdicts(
            EarlyStopping(patience: 2), [3, 2, 2.5, 1.9, 1.9, 2])
        #expect(found == [.improved, .improved, .goOn, .improved, .goOn, .stop])
        #expect(rule.bestStep == 40 && rule.best == 1.9 && rule.isExhausted)
    }

    @Test func anImprovementMustExceedTheLeastChange() {
        let (found, rule) = verdicts(
            EarlyStopping(patience: 3, minimumDelta: 0.5), [3, 2.5, 2.4, 2.3])
        #expect(found == [.improved, .goOn, .improved, .goOn])
        #expect(rule.best == 2.4)
    }

    @Test func largerIsBetterForAccuracy() {
        let (found, rule) = verdicts(
            EarlyStopping(mode: .max, patience: 1), [0.1, 0.4, 0.4])
        #expect(found == [.improved, .improved, .stop])
        #expect(rule.bestStep == 20)
    }

    @Test func earlyEpochsAreNotLookedAt() {
        let (found, rule) = verdicts(
            EarlyStopping(patience: 1, startEpoch: 2), [0.1, 0.2, 5, 6])
        #expect(found == [.goOn, .goOn, .improved, .stop])
        #expect(rule.best == 5)
    }

    @Test func whatIsNoNumberIsNoImprovement() {
        let (found, rule) = verdicts(
            EarlyStopping(patience: 3), [.nan, 1, .nan, .infinity, .nan])
        #expect(found == [.goOn, .improved, .goOn, .goOn, .stop])
        #expect(rule.best == 1)
        let (never, empty) = verdicts(EarlyStopping(patience: 2), [.nan, .nan])
        #expect(never == [.goOn, .stop])
        #expect(empty.bestStep == nil)
    }
}
