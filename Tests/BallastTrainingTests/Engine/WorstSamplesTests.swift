import BallastEvents
import BallastTraining
import Testing

@Suite("The samples of the highest losses")
struct WorstSamplesTests {
    /// The worst of batches of two classes; a loss and the logits of each sample.
    private func worst(
        _ count: Int, _ batches: [[(loss: Float, logits: [Float])]]
    ) -> [(index: Int, guess: Int?, chance: Double?)] {
        var totals = EvaluationTotals(classes: 2, topK: 1, countsConfusion: true, worst: count)
        var next = 0
        for batch in batches {
            let indices = batch.indices.map { next + $0 }
            next += batch.count
            var labels = [Int32](repeating: 0, count: batch.count)
            batch.map(\.loss).withUnsafeBufferPointer { losses in
                batch.flatMap(\.logits).withUnsafeBufferPointer { logits in
                    labels.withUnsafeMutableBufferPointer { labels in
                        totals.add(
                            perSample: losses, logits: logits, labels: labels, indices: indices)
                    }
                }
            }
        }
        return totals.worst.samples.map { ($0.index, $0.guess, $0.guessProbability) }
    }

    @Test("they come in order, over several batches, the earlier first where losses are equal")
    func order() {
        let found = worst(
            3,
            [
                [(1, [0, 0]), (5, [0, 0]), (2, [0, 0])],
                [(5, [0, 0]), (0.5, [0, 0]), (3, [0, 0])],
            ])
        #expect(found.map(\.index) == [1, 3, 5])
        #expect(worst(0, [[(1, [0, 0])]]).isEmpty)
        #expect(worst(5, [[(1, [0, 0])]]).map(\.index) == [0])
    }

    @Test("what is not a number is the worst, and has no guess")
    func notNumbers() {
        let found = worst(2, [[(1e30, [0, 1]), (.nan, [.nan, 1]), (.infinity, [0, .infinity])]])
        #expect(found.map(\.index) == [1, 2])
        #expect(found.allSatisfy { $0.guess == nil && $0.chance == nil })
    }

    @Test("a guess has its probability, also beyond what an exponential holds")
    func probability() throws {
        let found = worst(2, [[(2, [0, 1]), (1, [-2000, 2000])]])
        #expect(found.map(\.guess) == [1, 1])
        #expect(abs(try #require(found[0].chance) - 0.7310585786300049) < 1e-12)
        #expect(found[1].chance == 1)
    }
}
