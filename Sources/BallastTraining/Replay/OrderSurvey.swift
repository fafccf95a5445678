import BallastData
import BallastStability

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Looks at how labels are spread over the batches of an epoch.
struct OrderSurvey {
    private let classes: Int

    init(classes: Int) {
        self.classes = classes
    }

    func facts(of batches: BatchSource) -> OrderFacts {
        let first = batches.batchIndices(epoch: 0)
        let second = batches.batchIndices(epoch: 1)
        let counts = first.map { indices in
            indices.reduce(into: [Int](repeating: 0, count: classes)) {
                $0[batches.dataset.label(at: $1)] += 1
            }
        }
        let (skew, probability) = Self.test(counts)
        return OrderFacts(
            skew: skew, probability: probability,
            repeatsBatches: first.count > 1 && first == second, batches: first.count)
    }

    /// χ² of label counts against their sums, over its degrees of freedom, and the probability of
    /// as much or more by chance.
    ///
    /// Source: Wilson and Hilferty 1931, "The distribution of chi-square".
    private static func test(_ counts: [[Int]]) -> (skew: Double, probability: Double) {
        guard let classes = counts.first?.count, counts.count > 1 else { return (0, 1) }
        let totals = (0..<classes).map { label in counts.reduce(0) { $0 + $1[label] } }
        let all = Double(totals.reduce(0, +))
        let present = totals.filter { $0 > 0 }.count
        guard all > 0, present > 1 else { return (0, 1) }
        var statistic = 0.0
        for batch in counts {
            let size = Double(batch.reduce(0, +))
            for label in 0..<classes where totals[label] > 0 {
                let expected = size * Double(totals[label]) / all
                let excess = Double(batch[label]) - expected
                statistic += excess * excess / expected
            }
        }
        let freedom = Double((counts.count - 1) * (present - 1))
        let spread = 2 / (9 * freedom)
        let score = (cbrt(statistic / freedom) - (1 - spread)) / spread.squareRoot()
        return (statistic / freedom, 0.5 * erfc(score / 2.0.squareRoot()))
    }
}
