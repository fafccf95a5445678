import BallastData
import Testing

@Suite struct Shapes7Tests {
    private func recipe(train: Int = 70, seed: UInt64 = 0) -> Shapes7Recipe {
        var recipe = Shapes7Recipe()
        recipe.trainCount = train
        recipe.testCount = 21
        recipe.seed = seed
        return recipe
    }

    @Test func sameRecipeGivesTheSameBytes() throws {
        let first = Shapes7.dataset(recipe(), part: .train)
        let second = Shapes7.dataset(recipe(), part: .train)
        #expect(first.digest == second.digest)
        for index in 0..<first.count {
            #expect(try first.pixels(at: index) == second.pixels(at: index))
        }
    }

    @Test func seedAndPartChangeTheBytes() throws {
        let train = Shapes7.dataset(recipe(), part: .train)
        let other = Shapes7.dataset(recipe(seed: 1), part: .train)
        let test = Shapes7.dataset(recipe(train: 21), part: .test)
        #expect(Set([train.digest, other.digest, test.digest]).count == 3)
        #expect(try train.pixels(at: 0) != test.pixels(at: 0))
    }

    @Test func aLargerSetStartsWithTheSmaller() throws {
        let small = Shapes7.dataset(recipe(train: 70), part: .train)
        let large = Shapes7.dataset(recipe(train: 600), part: .train)
        for index in 0..<small.count {
            #expect(small.label(at: index) == large.label(at: index))
            #expect(try small.pixels(at: index) == large.pixels(at: index))
        }
    }

    @Test func classesAreBalancedInMixedOrder() {
        let dataset = Shapes7.dataset(recipe(), part: .train)
        #expect(dataset.classNames.count == 7)
        #expect(dataset.classCounts() == Array(repeating: 10, count: 7))
        let labels = (0..<dataset.count).map(dataset.label(at:))
        #expect(labels != labels.sorted())
        #expect(Array(labels[0..<7]) != Array(labels[7..<14]))
    }

    @Test func longTailFallsByTheRatio() {
        var recipe = recipe(train: 2_000)
        recipe.size = 8
        recipe.balance = 10
        let counts = Shapes7.dataset(recipe, part: .train).classCounts()
        #expect(counts.reduce(0, +) == 2_000)
        #expect(counts == counts.sorted(by: >))
        #expect(abs(Double(counts[0]) / Double(counts[6]) - 10) < 0.3)
        #expect(Shapes7.dataset(recipe, part: .test).classCounts() == Array(repeating: 3, count: 7))
    }
}
