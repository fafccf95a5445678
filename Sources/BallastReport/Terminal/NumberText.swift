#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Numbers as short text for people.
public enum NumberText {
    /// Three significant digits: `0.0123`, `1.95`, `231`, `1.2e+06`, `nan`, `inf`.
    public static func short(_ value: Double) -> String {
        guard value.isFinite else {
            return value.isNaN ? "nan" : value > 0 ? "inf" : "-inf"
        }
        guard value != 0 else { return "0" }
        let magnitude = abs(value)
        let exponent = Int(floor(log10(magnitude) + 1e-12))
        if exponent >= -4 && exponent < 5 {
            return fixed(value, digits: max(0, 2 - exponent))
        }
        // In two factors, because the power of ten of a subnormal number is none itself.
        let half = exponent / 2
        let scaled = value / pow(10, Double(half)) / pow(10, Double(exponent - half))
        let mantissa = fixed(scaled, digits: 2)
        let power = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
        return "\(mantissa)e\(exponent < 0 ? "-" : "+")\(power)"
    }

    /// Rounded to that many digits behind the point, without zeros at the end.
    static func fixed(_ value: Double, digits: Int) -> String {
        let scale = pow(10, Double(digits))
        let scaled = Int((abs(value) * scale).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(scaled)" }
        let text = String(scaled)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        var fraction = padded.suffix(digits)
        while fraction.last == "0" { fraction.removeLast() }
        let whole = "\(sign)\(padded.dropLast(digits))"
        return fraction.isEmpty ? whole : "\(whole).\(fraction)"
    }
}
