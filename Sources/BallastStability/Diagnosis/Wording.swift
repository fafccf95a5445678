#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Numbers as they stand in sentences.
enum Wording {
    /// Three significant digits.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value > 0 ? "∞" : "-∞" }
        let rounded = rounded(value)
        if rounded == rounded.rounded(), abs(rounded) < 1e6 { return "\(Int(rounded))" }
        return "\(rounded)"
    }

    static func numbers(_ values: [Double]) -> String {
        values.map(number).joined(separator: ", ")
    }

    static func percent(_ share: Double) -> String { "\(number(100 * share)) %" }

    /// The first few of many.
    static func list(_ values: [Int]) -> String {
        let shown = values.prefix(6).map(String.init).joined(separator: ", ")
        return values.count > 6 ? "\(shown), …" : shown
    }

    /// The nearest number of three significant digits.
    static func rounded(_ value: Double) -> Double {
        guard value != 0, value.isFinite else { return value }
        let scale = pow(10, 2 - floor(log10(abs(value))))
        guard scale.isFinite, scale > 0 else { return value }
        return (value * scale).rounded() / scale
    }
}
