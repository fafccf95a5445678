extension Array where Element == Double {
    /// The middle value, or the mean of the two in the middle; nil where there is none.
    ///
    /// - Complexity: O(n).
    var median: Double? {
        guard count > 32 else { return sorted().sortedMedian }
        var values = self
        let high = values.select(count / 2)
        guard count.isMultiple(of: 2) else { return high }
        return ((values[..<(count / 2)].max() ?? high) + high) / 2
    }

    /// Puts the value in its place that stands at a position where all are in order, the lower ones
    /// before it and the higher ones behind it.
    ///
    /// Source: Hoare 1961, "Algorithm 65: find", with the median of three as the pivot.
    private mutating func select(_ position: Int) -> Double {
        var (low, high) = (0, count - 1)
        while low < high {
            let ends = (self[low], self[high], self[(low + high) / 2])
            let pivot = Swift.max(
                Swift.min(ends.0, ends.1), Swift.min(Swift.max(ends.0, ends.1), ends.2))
            var (left, right) = (low, high)
            while left <= right {
                while self[left] < pivot { left += 1 }
                while pivot < self[right] { right -= 1 }
                guard left <= right else { break }
                swapAt(left, right)
                left += 1
                right -= 1
            }
            if position <= right {
                high = right
            } else if position >= left {
                low = left
            } else {
                break
            }
        }
        return self[position]
    }

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
