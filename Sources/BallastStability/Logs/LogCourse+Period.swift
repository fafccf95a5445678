import BallastEvents

extension LogCourse {
    /// Points over which a period is looked for; longer logs are taken in blocks.
    private static let points = 1500
    /// What a period explains of the loss's movement at least.
    private static let correlation = 0.35
    /// How many standard errors the correlations at a period and at its double are above noise.
    private static let errors = 5.0

    /// Looks for a period of the training loss.
    ///
    /// The logarithms are freed of their trend by a running median, and their autocorrelation is
    /// taken behind the first lag at which it is gone. A period shows again at twice its lag, where
    /// that of noise does not: both together are in units of their standard errors, 1/√n.
    func foundPeriod() -> (points: Int, correlation: Double)? {
        // A rate that restarts makes the loss go up and down as it should.
        guard losses.count >= 60, !hasRestarts else { return nil }
        let (course, block) = detrended
        let count = course.count
        let power = course.reduce(0) { $0 + $1 * $1 }
        guard count >= 45, power > 0 else { return nil }
        let correlation = { (lag: Int) -> Double in
            let sum = (0..<(count - lag)).reduce(0.0) { $0 + course[$1] * course[$1 + lag] }
            return sum / power * Double(count) / Double(count - lag)
        }
        let correlations = (0...(count / 3)).map(correlation)
        guard let gone = correlations.indices.first(where: { $0 > 1 && correlations[$0] < 0.1 })
        else { return nil }
        let tops = (max(4, gone)..<(correlations.count - 1)).filter {
            correlations[$0] >= correlations[$0 - 1] && correlations[$0] >= correlations[$0 + 1]
        }
        guard let best = tops.max(by: { correlations[$0] < correlations[$1] }),
            correlations[best] > Self.correlation
        else { return nil }
        let score =
            correlations[best] * Double(count - best).squareRoot()
            + correlation(2 * best) * Double(count - 2 * best).squareRoot()
        guard score > Self.errors * 2.0.squareRoot() else { return nil }
        // Of a period and its multiples, the period.
        let first = tops.first { correlations[$0] > correlations[best] - 0.02 } ?? best
        return (first * block, correlations[best])
    }

    /// The course behind the first quarter without its trend, its outliers cut, and the points in
    /// each of its values.
    private var detrended: (course: [Double], block: Int) {
        let block = max(1, losses.count / Self.points)
        let all = stride(from: losses.count / 4, to: losses.count - block + 1, by: block).map {
            let mean = losses.values[$0..<($0 + block)].reduce(0, +) / Double(block)
            return max(mean + 0.05 * guess, 1e-9).logarithm
        }
        let half = max(9, all.count / 6) / 2
        var course = all.indices.map { index in
            all[index]
                - (Array(all[max(0, index - half)..<min(all.count, index + half + 1)]).median ?? 0)
        }
        let limit = 4 * max(course.robustDeviation ?? 0, 1e-6)
        course = course.map { max(-limit, min(limit, $0)) }
        let mean = course.isEmpty ? 0 : course.mean
        return (course.map { $0 - mean }, block)
    }
}
