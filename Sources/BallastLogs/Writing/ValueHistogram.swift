/// How the values of a tensor are distributed: equal bins between the smallest and the largest.
public struct ValueHistogram: Hashable, Sendable {
    public var minimum = 0.0
    public var maximum = 0.0
    /// The number of values that are finite.
    public var count = 0
    public var sum = 0.0
    public var sumOfSquares = 0.0
    /// The upper edge of each bin.
    public private(set) var limits: [Double] = []
    public private(set) var counts: [Double] = []

    /// - Parameter bins: the number of bins; one where all values are the same.
    public init(of values: some Collection<Float>, bins: Int = 40) {
        precondition(bins > 0, "a histogram has bins")
        for value in values where value.isFinite {
            let value = Double(value)
            minimum = count == 0 ? value : min(minimum, value)
            maximum = count == 0 ? value : max(maximum, value)
            count += 1
            sum += value
            sumOfSquares += value * value
        }
        guard count > 0 else { return }
        let width = (maximum - minimum) / Double(bins)
        guard width > 0 else {
            (limits, counts) = ([maximum], [Double(count)])
            return
        }
        limits = (1...bins).map { $0 == bins ? maximum : minimum + Double($0) * width }
        counts = [Double](repeating: 0, count: bins)
        for value in values where value.isFinite {
            counts[min(bins - 1, Int((Double(value) - minimum) / width))] += 1
        }
    }
}
