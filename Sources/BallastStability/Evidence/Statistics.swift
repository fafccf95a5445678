#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Robust numbers of small samples.
enum Statistics {
    /// The middle of the finite values; nil where there is none.
    static func median(_ values: [Double]) -> Double? {
        let sorted = values.filter(\.isFinite).sorted()
        guard !sorted.isEmpty else { return nil }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// The standard deviation of the finite values; 0 for fewer than two.
    static func deviation(_ values: [Double]) -> Double {
        let finite = values.filter(\.isFinite)
        guard finite.count > 1 else { return 0 }
        let mean = finite.reduce(0, +) / Double(finite.count)
        let squares = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(finite.count - 1)).squareRoot()
    }

    /// How far the logarithm of a positive value is above that of others, in robust deviations:
    /// 1.4826 times the median absolute deviation, at least a twentieth.
    static func robustScore(_ value: Double, among others: [Double]) -> Double {
        guard value.isFinite else { return .infinity }
        let logarithms = others.filter { $0 > 0 && $0.isFinite }.map { log($0) }
        guard let middle = median(logarithms), value > 0 else { return 0 }
        let spread = median(logarithms.map { abs($0 - middle) }) ?? 0
        return (log(value) - middle) / max(0.05, 1.4826 * spread)
    }

    /// A value to order by, with everything that is not finite on top.
    static func rank(_ value: Double) -> Double { value.isFinite ? value : .infinity }
}
