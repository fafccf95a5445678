extension Double {
    /// Three significant digits, for sentences.
    var short: String {
        guard isFinite else { return isNaN ? "NaN" : self < 0 ? "-inf" : "inf" }
        guard self != 0 else { return "0" }
        let exponent = Int((magnitude.logarithm / 10.0.logarithm).rounded(.down))
        if exponent >= 15 {
            // Powers of ten this high are no exact numbers: only the mantissa is rounded.
            let mantissa = (self / .power(ofTen: exponent) * 100).rounded() / 100
            let digits = mantissa == mantissa.rounded() ? "\(Int(mantissa))" : "\(mantissa)"
            return "\(digits)e+\(exponent)"
        }
        let scale = Double.power(ofTen: 2 - exponent)
        let rounded = (self * scale).rounded() / scale
        let isWhole = rounded.magnitude >= 100 && rounded.magnitude < 1e15
        return isWhole ? "\(Int(rounded))" : "\(rounded)"
    }

    private static func power(ofTen exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<exponent.magnitude { result *= 10 }
        return exponent < 0 ? 1 / result : result
    }
}
