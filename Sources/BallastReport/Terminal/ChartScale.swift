#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A linear or logarithmic axis: values to fractions of its length, and round values to label.
package struct ChartScale {
    let lower: Double
    let upper: Double
    let isLogarithmic: Bool
    /// Where the ends lie on a linear axis.
    private let innerLower: Double
    private let innerUpper: Double

    /// Spans the finite values; on a logarithmic axis only the positive ones.
    package init(
        _ values: some Sequence<Double>, and more: [Double] = [], logarithmic: Bool = false
    ) {
        isLogarithmic = logarithmic
        var (low, high) = (Double.infinity, -Double.infinity)
        for value in values where value.isFinite && (value > 0 || !logarithmic) {
            if value < low { low = value }
            if value > high { high = value }
        }
        for value in more where value.isFinite && (value > 0 || !logarithmic) {
            (low, high) = (min(low, value), max(high, value))
        }
        let found = low <= high ? low...high : logarithmic ? 1...10 : 0...1
        if found.lowerBound < found.upperBound {
            (lower, upper) = (found.lowerBound, found.upperBound)
        } else if logarithmic {
            lower = max(found.lowerBound / 2, .leastNonzeroMagnitude)
            upper = min(found.upperBound * 2, .greatestFiniteMagnitude)
        } else {
            let margin = max(abs(found.lowerBound) / 2, 0.5)
            lower = max(found.lowerBound - margin, -.greatestFiniteMagnitude)
            upper = min(found.upperBound + margin, .greatestFiniteMagnitude)
        }
        innerLower = logarithmic ? log10(lower) : lower
        innerUpper = logarithmic ? log10(upper) : upper
    }

    /// Whether a value can be drawn at all, if only beyond the ends.
    func hasPlace(_ value: Double) -> Bool { value.isFinite && (value > 0 || !isLogarithmic) }

    /// 0 at the lower end, 1 at the upper one; nil for a value that has no place.
    package func fraction(_ value: Double) -> Double? {
        guard hasPlace(value) else { return nil }
        let (low, high) = (innerLower, innerUpper)
        guard (high - low).isFinite else { return (value / 2 - low / 2) / (high / 2 - low / 2) }
        return (inner(value) - low) / (high - low)
    }

    /// Round values within the range, at most about `count` of them, and at least its two ends.
    func ticks(_ count: Int) -> [Double] {
        let round = isLogarithmic ? powersOfTen(count) : multiples(count)
        if round.count >= 2 { return round }
        guard isLogarithmic else { return [lower, upper] }
        let parts = partsOfTen(count)
        let finer = parts.count >= 3 ? parts : multiples(count)
        return finer.count >= 2 ? finer : [lower, upper]
    }

    /// 1, 2 and 5 times the powers of ten, for an axis that spans few of these.
    private func partsOfTen(_ count: Int) -> [Double] {
        let powers = Int(floor(log10(lower)))...Int(floor(log10(upper)))
        guard powers.count <= 3 else { return [] }
        let parts = powers.flatMap { power in
            [1, 2, 5].map { $0 * pow(10, Double(power)) }
        }.filter { $0 >= lower && $0 <= upper }
        return parts.count <= max(3, count) ? parts : []
    }

    private func inner(_ value: Double) -> Double {
        isLogarithmic ? log10(value) : value
    }

    private func powersOfTen(_ count: Int) -> [Double] {
        let first = Int(ceil(log10(lower) - 1e-9))
        let last = Int(floor(log10(upper) + 1e-9))
        guard first <= last else { return [] }
        let step = max(1, (last - first + count) / max(1, count))
        return stride(from: first, through: last, by: step).map { pow(10, Double($0)) }
    }

    private func multiples(_ count: Int) -> [Double] {
        let rough = upper / Double(count) - lower / Double(count)
        guard rough.isFinite, rough > 0 else { return [] }
        let power = pow(10, floor(log10(rough)))
        let step = power * ([1, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10)
        let first = ceil(lower / step - 1e-9)
        let last = floor(upper / step + 1e-9)
        guard step > 0, last - first <= 50 else { return [] }
        return stride(from: first, through: last, by: 1).map { $0 * step }
    }
}
