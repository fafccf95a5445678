import BallastEvents
import BallastTraining
import Testing

@Suite("The range test", .serialized)
struct RangeTestTests {
    @Test("sweeps from the first rate to the last, in the logarithm or evenly")
    func rates() {
        var test = RangeTest()
        (test.from, test.to, test.points) = (1e-4, 1, 5)
        let rates = (0..<5).map(test.learningRate(at:))
        for (rate, expected) in zip(rates, [1e-4, 1e-3, 1e-2, 1e-1, 1]) {
            #expect(abs(rate / expected - 1) < 1e-12)
        }
        test.sweep = .linear
        (test.from, test.to) = (0.1, 0.5)
        for (index, expected) in [0.1, 0.2, 0.3, 0.4, 0.5].enumerated() {
            #expect(abs(test.learningRate(at: index) - expected) < 1e-12)
        }
    }

    @Test("makes real updates, and ends where the loss diverges")
    func divergence() throws {
        let training = try TinyTrial.training()
        var test = RangeTest()
        (test.from, test.to, test.points) = (1e-3, 1e4, 50)
        var observed: [RangePoint] = []
        let curve = try test.curve(of: training, seed: 0, spending: TinyTrial.unlimited) {
            point, _ in
            observed.append(point)
        }
        #expect(curve.points == observed)
        #expect(curve.ending == .diverged || curve.ending == .nonFinite)
        #expect(curve.points.count < 50)
        #expect(curve.divergenceRate == curve.points.last?.learningRate)
        // Before its end no average was four times the lowest, at its end one was.
        var lowest = Double.infinity
        for point in curve.points.dropLast() {
            #expect(point.smoothedLoss <= 4 * lowest)
            lowest = min(lowest, point.smoothedLoss)
        }
        if curve.ending == .diverged { #expect(curve.points.last!.smoothedLoss > 4 * lowest) }
        #expect(lowest < 0.95 * curve.points[0].loss, "nothing was learned")
    }

    @Test("validates after every point where asked to, and only then")
    func validation() throws {
        let training = try TinyTrial.training()
        var test = RangeTest()
        (test.to, test.points) = (0.1, 4)
        let plain = try test.curve(of: training, seed: 0, spending: TinyTrial.unlimited)
        #expect(plain.ending == .completed && plain.points.allSatisfy { $0.validationLoss == nil })
        test.validates = true
        let validated = try test.curve(of: training, seed: 0, spending: TinyTrial.unlimited)
        #expect(validated.points.map(\.loss) == plain.points.map(\.loss))
        #expect(Set(validated.points.compactMap(\.validationLoss)).count == 4)
    }

    @Test("ends with the budget")
    func budget() throws {
        let budget = EffortBudget(.steps(7), now: { 0 })
        let curve = try RangeTest().curve(of: TinyTrial.training(), seed: 0, spending: budget)
        #expect(curve.ending == .stopped && curve.points.count == 7 && budget.steps == 7)
        #expect(curve.divergenceRate == nil)
    }

    @Test("curves of several seeds become their mean, as far as all are finite")
    func summary() {
        let point = { (rate: Double, loss: Double) in
            RangePoint(learningRate: rate, loss: loss, smoothedLoss: loss)
        }
        let summary = RangeSummary([
            RangeCurve(
                seed: 0, points: [point(0.1, 4), point(0.2, 2), point(0.4, 3), point(0.8, 90)],
                ending: .diverged),
            RangeCurve(
                seed: 1, points: [point(0.1, 2), point(0.2, 1), point(0.4, .nan)],
                ending: .nonFinite),
        ])
        #expect(summary.points.map(\.smoothedLoss) == [3, 1.5])
        #expect(summary.divergenceRate == 0.4)
        #expect(summary.lowestLossRate == 0.2)
        #expect(summary.steepestRate == 0.2)
        #expect(RangeSummary([]).points.isEmpty && RangeSummary([]).steepestRate == nil)
    }
}
