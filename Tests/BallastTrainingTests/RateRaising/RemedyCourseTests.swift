import BallastTraining
import Testing

@Suite("Course of a remedy")
struct RemedyCourseTests {
    private func course(_ losses: [Double], isFinite: Bool = true) -> RemedyCourse {
        RemedyCourse(
            learningRate: 1, seed: 0, length: 10 * (losses.count - 1),
            validations: losses.enumerated().map {
                ValidationPoint(step: 10 * $0.offset, loss: $0.element)
            }, isFinite: isFinite, stepSeconds: 0.5, imagesPerStep: 8)
    }

    @Test(
        "the target counts from the first of two validations in a row",
        arguments: [
            ([3, 2, 1, 1, 1], 20, "reached and kept"), ([3, 1, 2, 1, 1], 30, "a lucky one"),
            ([3, 2, 2, 2, 1], nil, "only the last"), ([1, 1, 3, 3, 3], 0, "the start has it"),
            ([3, 2, .nan, 1, 1], 30, "not a number in between"), ([3, 2, 2, 2, 2], nil, "never"),
        ] as [([Double], Int?, String)])
    func target(losses: [Double], steps: Int?, sentence: String) {
        #expect(course(losses).steps(to: 1) == steps, "\(sentence)")
        #expect(course(losses, isFinite: false).steps(to: 1) == nil)
    }

    @Test("the end is the mean of three validations")
    func end() {
        #expect(course([9, 9, 3, 2, 1]).endLoss == 2)
        #expect(course([4, 2]).endLoss == 3)
        #expect(course([3, 2, .nan]).endLoss == .infinity)
        #expect(course([3, 2, 1], isFinite: false).endLoss == .infinity)
    }

    @Test("scores: the target first, then its cost, then the loss; seeds by their median")
    func scores() {
        let fast = course([3, 1, 1, 1])
        let slow = course([3, 3, 1, 1])
        let never = course([3, 3, 2, 2])
        let score = { (courses: [RemedyCourse]) in RaceScore(courses, target: 1, by: .seconds) }
        #expect(score([fast]) < score([slow]) && score([slow]) < score([never]))
        #expect(score([never]) < score([course([9, 9, 9, 9])]))
        #expect(score([fast, never, slow]).cost == 10)
        #expect(score([fast, never]).cost == .infinity)
        #expect(score([]).endLoss == .infinity)
        #expect(RaceScore([fast], target: 1, by: .images).cost == 80)
        #expect(RaceScore([fast], target: nil, by: .images).cost == .infinity)
    }

    @Test("better is better by more than noise")
    func improvement() {
        let old = RaceScore(cost: 100, endLoss: 1)
        #expect(RaceScore(cost: 94, endLoss: 2).improves(on: old))
        #expect(!RaceScore(cost: 96, endLoss: 0.99).improves(on: old))
        #expect(RaceScore(cost: 100, endLoss: 0.9).improves(on: old))
        #expect(!RaceScore(cost: 101, endLoss: 0.1).improves(on: old))
        let none = RaceScore(cost: .infinity, endLoss: 1)
        #expect(RaceScore(cost: .infinity, endLoss: 0.9).improves(on: none))
        #expect(!none.improves(on: none))
    }
}
