import BallastEvents
import Testing

struct SeriesTests {
    private let series = Series(steps: [1, 3, 5, 9], values: [1, 0.5, .nan, 2])

    @Test(
        arguments: [
            (0...0, []), (1...1, [1]), (2...5, [3, 5]), (6...8, []), (0...99, [1, 3, 5, 9]),
        ] as [(ClosedRange<Int>, [Int])])
    func aRangeTakesThePointsWithinIt(range: ClosedRange<Int>, steps: [Int]) {
        #expect(series.within(range).steps == steps)
    }

    @Test func aValueHoldsUntilTheNextStep() {
        #expect(series.value(at: 0) == nil)
        #expect(series.value(at: 4) == 0.5)
        #expect(series.value(at: 100) == 2)
    }
}
