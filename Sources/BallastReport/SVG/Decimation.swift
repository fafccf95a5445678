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
    /// - Complexity: O(points · log(points of a column)).
    static func medians(
        of points: [Point], column: (Double) -> Int?, hasPlace: (Double) -> Bool
    ) -> [Point] {
        var result: [Point] = []
        var current: Int?
        var group: [Point] = []
        let close = {
            guard let first = group.first, let last = group.last else { return }
            let values = group.map(\.y).sorted()
            result.append(((first.x + last.x) / 2, values[values.count / 2]))
        }
        for point in points where hasPlace(point.y) {
            guard let place = column(point.x) else { continue }
            if place != current {
                close()
                group = []
                current = place
            }
            group.append(point)
        }
        close()
        return result
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
