/// Fewer points that draw the same line.
package enum Decimation {
    package typealias Point = (x: Double, y: Double)

    /// Of the points in each column of the picture: the first, the last, the lowest and the highest
    /// that have a place, and the first of each kind without one. So no spike is hidden, however
    /// short it is.
    ///
    /// - Parameters:
    ///   - points: in the order in which the line joins them.
    ///   - column: where a point lies across; nil for a point that is not drawn.
    ///   - hasPlace: whether a value can be drawn on the vertical axis.
    /// - Complexity: O(points); of n columns at most 7 n points are left.
    package static func extremes(
        of points: [Point], column: (Double) -> Int?, hasPlace: (Double) -> Bool
    ) -> [Point] {
        var result: [Point] = []
        var current: Int?
        var kept = Kept()
        for (index, point) in points.enumerated() {
            guard let place = column(point.x) else { continue }
            if place != current {
                result += kept.indices.map { points[$0] }
                kept = Kept()
                current = place
            }
            kept.take(index, point.y, hasPlace: hasPlace(point.y), among: points)
        }
        return result + kept.indices.map { points[$0] }
    }

    /// The median of the values with a place in each column, at the middle of its points.
    ///
    /// - Complexity: O(points), on average.
    static func medians(
        of points: [Point], column: (Double) -> Int?, hasPlace: (Double) -> Bool
    ) -> [Point] {
        var result: [Point] = []
        var current: Int?
        var values: [Double] = []
        var (first, last) = (0.0, 0.0)
        for point in points where hasPlace(point.y) {
            guard let place = column(point.x) else { continue }
            if place != current {
                if !values.isEmpty { result.append(((first + last) / 2, median(&values))) }
                values.removeAll(keepingCapacity: true)
                (current, first) = (place, point.x)
            }
            values.append(point.y)
            last = point.x
        }
        if !values.isEmpty { result.append(((first + last) / 2, median(&values))) }
        return result
    }

    /// The middle one of some values, the upper of two; the values change their order.
    ///
    /// Source: Hoare 1961, "Algorithm 65: Find".
    private static func median(_ values: inout [Double]) -> Double {
        let middle = values.count / 2
        var (low, high) = (0, values.count - 1)
        while low < high {
            let pivot = values[(low + high) / 2]
            var (left, right) = (low, high)
            while left <= right {
                while values[left] < pivot { left += 1 }
                while values[right] > pivot { right -= 1 }
                guard left <= right else { break }
                values.swapAt(left, right)
                (left, right) = (left + 1, right - 1)
            }
            if middle > right, middle < left { break }
            (low, high) = middle <= right ? (low, right) : (left, high)
        }
        return values[middle]
    }

    /// The points that stand for a column.
    private struct Kept {
        private var first: Int?
        private var last: Int?
        private var lowest: Int?
        private var highest: Int?
        private var notANumber: Int?
        private var above: Int?
        private var below: Int?

        mutating func take(_ index: Int, _ value: Double, hasPlace: Bool, among points: [Point]) {
            first = first ?? index
            last = index
            guard hasPlace else {
                if value.isNaN {
                    notANumber = notANumber ?? index
                } else if value > 0 {
                    above = above ?? index
                } else {
                    below = below ?? index
                }
                return
            }
            if lowest.map({ value < points[$0].y }) ?? true { lowest = index }
            if highest.map({ value > points[$0].y }) ?? true { highest = index }
        }

        var indices: [Int] {
            Set([first, last, lowest, highest, notANumber, above, below].compactMap { $0 })
                .sorted()
        }
    }
}
