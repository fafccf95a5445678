/// A decimal number on its way to the nearest `Double`.
///
/// The fast ways are Clinger's ("How to read floating point numbers accurately", 1990): an integer
/// and a power of ten that are both exact give one rounding. With 64 bits of significand that
/// covers the 17 digits that Python prints, except where the rounding to 53 bits is too close to
/// call.
struct Decimal {
    private var significand: UInt64 = 0
    private var digits = 0
    private var exponent = 0
    private var isTruncated = false
    private(set) var hasDigits = false

    /// The digits before and behind the point.
    mutating func readDigits(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) {
        readRun(bytes, &position, end, isFraction: false)
        guard position < end, bytes[position] == UInt8(ascii: ".") else { return }
        let point = position
        position += 1
        readRun(bytes, &position, end, isFraction: true)
        if !hasDigits { position = point }
    }

    private mutating func readRun(
        _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, isFraction: Bool
    ) {
        while position < end {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit < 10 else { return }
            hasDigits = true
            position += 1
            if digits < 19 {
                significand = significand &* 10 &+ UInt64(digit)
                if significand != 0 { digits += 1 }
                if isFraction { exponent -= 1 }
            } else {
                isTruncated = true
                if !isFraction { exponent += 1 }
            }
        }
    }

    /// `e` and its digits, where both are there.
    mutating func readExponent(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) {
        guard position + 1 < end, NumberText.lowered(bytes[position]) == UInt8(ascii: "e") else {
            return
        }
        var at = position + 1
        var negative = false
        if bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") {
            negative = bytes[at] == UInt8(ascii: "-")
            at += 1
        }
        guard at < end, NumberText.isDigit(bytes[at]) else { return }
        var value = 0
        while at < end, NumberText.isDigit(bytes[at]) {
            if value < 100_000 { value = value * 10 + Int(bytes[at] - UInt8(ascii: "0")) }
            at += 1
        }
        exponent += negative ? -value : value
        position = at
    }

    /// The nearest `Double`; nil where only a slower way is sure of it.
    var value: Double? {
        if significand == 0 && !isTruncated { return 0 }
        guard !isTruncated else { return nil }
        if significand <= 1 << 53, -22...22 ~= exponent {
            let power = Self.powers[abs(exponent)]
            return exponent < 0 ? Double(significand) / power : Double(significand) * power
        }
        return wideValue
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    #if arch(x86_64)
        private static let widePowers: [Float80] = (0...27).map { count in
            (0..<count).reduce(Float80(1)) { power, _ in power * 10 }
        }

        private var wideValue: Double? {
            guard -27...27 ~= exponent else { return nil }
            let power = Self.widePowers[abs(exponent)]
            let wide =
                exponent < 0 ? Float80(significand) / power : Float80(significand) * power
            // The 11 bits that a Double drops; at the half, one unit of the first rounding decides.
            let dropped = wide.significandBitPattern & 0x7FF
            guard dropped < 0x3FF || dropped > 0x401 else { return nil }
            return Double(wide)
        }
    #else
        private var wideValue: Double? { nil }
    #endif
}
