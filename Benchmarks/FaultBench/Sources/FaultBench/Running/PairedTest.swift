/// Whether values are higher than their partners, seed by seed.
struct PairedTest: Codable, Sendable {
    let meanDifference: Double
    /// Student's t of the differences.
    let statistic: Double
    let pairs: Int
    let leastDifference: Double

    init(_ values: [Double], against others: [Double]) {
        precondition(values.count == others.count && values.count > 1, "no pairs to compare")
        let differences = zip(values, others).map { $0 - $1 }
        let count = Double(differences.count)
        let mean = differences.reduce(0, +) / count
        let variance =
            differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
        meanDifference = mean
        pairs = differences.count
        leastDifference = differences.min() ?? 0
        // Runs that all broke off differ by the same.
        statistic = mean / max((variance / count).squareRoot(), 1e-6)
    }

    /// Whether the mean difference exceeds a least effect and is significant, one-sided, at 5 %: by
    /// the t test, or by the sign test where one run broke off and another did not, so that the
    /// differences are anything but normal. Five pairs of one sign have a probability of 3 %.
    func isHigher(by least: Double) -> Bool {
        guard meanDifference > least else { return false }
        return statistic > Self.critical5(pairs - 1) || pairs >= 5 && leastDifference > least
    }

    /// The same by the t test at 1 %, so that of a hundred equal pairs one is called unequal.
    func isSurelyHigher(by least: Double) -> Bool {
        meanDifference > least && statistic > Self.critical1(pairs - 1)
    }

    /// The 95 % quantile of Student's distribution.
    private static func critical5(_ degrees: Int) -> Double {
        let table = [6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833]
        return table[min(degrees, table.count) - 1]
    }

    /// The 99 % quantile of Student's distribution.
    private static func critical1(_ degrees: Int) -> Double {
        let table = [31.821, 6.965, 4.541, 3.747, 3.365, 3.143, 2.998, 2.896, 2.821]
        return table[min(degrees, table.count) - 1]
    }
}
