extension Array where Element == Double {
    /// The middle value, or the mean of the two in the middle; nil where there is none.
    var median: Double? { sorted().sortedMedian }

    /// The median of values that are in order already.
    var sortedMedian: Double? {
        guard !isEmpty else { return nil }
        return (self[(count - 1) / 2] + self[count / 2]) / 2
    }

    var mean: Double { reduce(0, +) / Double(count) }

    /// 1.4826 times the median distance from the median, which is σ for normal values.
    var robustDeviation: Double? {
        guard let middle = median else { return nil }
        return map { abs($0 - middle) }.median.map { 1.4826 * $0 }
    }

    /// The values that are numbers.
    var finite: [Double] { filter(\.isFinite) }

    /// The median of the last values, at most `count` of them.
    func lastMedian(_ count: Int) -> Double? { Array(suffix(count)).median }
}
