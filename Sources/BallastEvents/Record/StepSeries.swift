/// What was recorded at some steps of a run, in step order.
public struct StepSeries<Value> {
    public private(set) var steps: [Int] = []
    public private(set) var values: [Value] = []

    public init() {}

    /// - Precondition: as many steps as values.
    public init(steps: [Int], values: [Value]) {
        precondition(
            steps.count == values.count, "\(steps.count) steps for \(values.count) values")
        self.steps = steps
        self.values = values
    }

    public var count: Int { steps.count }
    public var isEmpty: Bool { steps.isEmpty }

    public mutating func append(_ value: Value, at step: Int) {
        steps.append(step)
        values.append(value)
    }

    /// Takes away the points of later steps.
    public mutating func cut(after step: Int) {
        let kept = steps.firstPosition { $0 > step }
        steps.removeSubrange(kept...)
        values.removeSubrange(kept...)
    }

    /// The points whose steps lie in a range.
    ///
    /// - Complexity: O(log n) and the points taken.
    public func within(_ range: ClosedRange<Int>) -> StepSeries {
        let low = steps.firstPosition { $0 >= range.lowerBound }
        let high = steps.firstPosition { $0 > range.upperBound }
        return StepSeries(steps: Array(steps[low..<high]), values: Array(values[low..<high]))
    }

    /// The last value at or before a step.
    public func value(at step: Int) -> Value? {
        let after = steps.firstPosition { $0 > step }
        return after > 0 ? values[after - 1] : nil
    }
}

extension StepSeries: Sendable where Value: Sendable {}
extension StepSeries: Equatable where Value: Equatable {}
extension StepSeries: Hashable where Value: Hashable {}

extension [Int] {
    /// The first position whose element satisfies a condition that holds from there on.
    fileprivate func firstPosition(where holds: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
