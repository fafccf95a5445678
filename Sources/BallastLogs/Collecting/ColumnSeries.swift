/// The points of one column, in the order of steps.
struct ColumnSeries {
    private(set) var steps: [Int] = []
    private(set) var values: [Double] = []
    /// How often the resolution was halved.
    private(set) var halvings = 0
    /// How often a step came again or the steps went back, whose later points won.
    private(set) var overlaps = 0
    var count: Int { steps.count }

    /// Takes up a point; those at this step and later ones have been overtaken by it.
    mutating func append(_ value: Double, at step: Int) {
        if let last = steps.last, step <= last {
            if step < last { overlaps += 1 }
            cut(from: step)
        }
        steps.append(step)
        values.append(value)
    }

    private mutating func cut(from step: Int) {
        var (low, high) = (0, steps.count)
        while low < high {
            let middle = (low + high) / 2
            if steps[middle] >= step { high = middle } else { low = middle + 1 }
        }
        steps.removeLast(steps.count - low)
        values.removeLast(values.count - low)
    }

    /// Of every eight points keeps the least and the greatest, and the first and the last that is
    /// not finite.
    ///
    /// - Complexity: O(n), and half of them stay at the most.
    mutating func halve() {
        var kept = 0
        var start = 0
        while start < steps.count {
            let end = min(start + 8, steps.count)
            for position in keepers(start..<end) {
                steps[kept] = steps[position]
                values[kept] = values[position]
                kept += 1
            }
            start = end
        }
        steps.removeLast(steps.count - kept)
        values.removeLast(values.count - kept)
        halvings += 1
    }

    private func keepers(_ block: Range<Int>) -> [Int] {
        var least: Int?
        var greatest: Int?
        var firstOdd: Int?
        var lastOdd: Int?
        for position in block {
            let value = values[position]
            if value.isFinite {
                if least.map({ value < values[$0] }) ?? true { least = position }
                if greatest.map({ value > values[$0] }) ?? true { greatest = position }
            } else {
                firstOdd = firstOdd ?? position
                lastOdd = position
            }
        }
        return Set([least, greatest, firstOdd, lastOdd].compactMap { $0 }).sorted()
    }
}
