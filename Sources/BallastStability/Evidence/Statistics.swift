/// Robust numbers of small samples.
enum Statistics {
    /// The standard deviation of the finite values; 0 for fewer than two.
    static func deviation(_ values: [Double]) -> Double {
        let finite = values.finite
        guard finite.count > 1 else { return 0 }
        let mean = finite.mean
        let squares = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(finite.count - 1)).squareRoot()
    }

    /// How far the logarithm of a positive value is above that of others, in robust deviations:
    /// 1.4826 times the median absolute deviation, at least a twentieth.
    static func robustScore(_ value: Double, among others: [Double]) -> Double {
        guard value.isFinite else { return .infinity }
        let logarithms = others.filter { $0 > 0 && $0.isFinite }.map(\.logarithm)
        guard let middle = logarithms.median, value > 0 else { return 0 }
        return (value.logarithm - middle) / max(0.05, logarithms.robustDeviation ?? 0)
    }

    /// A value to order by, with everything that is not finite on top.
    static func rank(_ value: Double) -> Double { value.isFinite ? value : .infinity }
}
