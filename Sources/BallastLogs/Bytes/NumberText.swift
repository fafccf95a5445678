#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Numbers as logs spell them, read from bytes.
enum NumberText {
    /// What a cell, a metric or a JSON string says.
    enum Cell: Equatable {
        case value(Double)
        /// Nothing, or a word for nothing.
        case absent(inWords: Bool)
        case other
    }

    /// The meaning of all bytes of a range, spaces around them aside.
    static func cell(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Cell {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high, bytes[low] <= 0x20 { low += 1 }
        while low < high, bytes[high - 1] <= 0x20 { high -= 1 }
        guard low < high else { return .absent(inWords: false) }
        var position = low
        if let value = number(bytes, &position, high), position == high { return .value(value) }
        return isAbsence(bytes, low..<high) ? .absent(inWords: true) : .other
    }

    private static let absences: [[UInt8]] = [
        "na", "n/a", "none", "null", "nil", "<na>", "-", "--", "#n/a",
    ].map { Array($0.utf8) }

    private static func isAbsence(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count <= 4 else { return false }
        return absences.contains { word in
            word.count == range.count
                && word.indices.allSatisfy { lowered(bytes[range.lowerBound + $0]) == word[$0] }
        }
    }

    /// The longest number at a position, which then is behind it; nil where there is none.
    static func number(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) -> Double? {
        var at = position
        var negative = false
        if at < end, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") {
            negative = bytes[at] == UInt8(ascii: "-")
            at += 1
        }
        guard at < end else { return nil }
        if bytes[at] > UInt8(ascii: "9") {
            guard let value = word(bytes, &at, end) else { return nil }
            position = at
            return negative ? -value : value
        }
        var decimal = Decimal()
        decimal.readDigits(bytes, &at, end)
        guard decimal.hasDigits else { return nil }
        decimal.readExponent(bytes, &at, end)
        let start = position
        position = at
        if let value = decimal.value { return negative ? -value : value }
        return slowly(bytes, start..<at)
    }

    /// `nan`, `inf` and `infinity` in any case, and not as the beginning of another word.
    private static func word(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) -> Double? {
        let spellings: [(StaticString, Double)] = [
            ("nan", .nan), ("infinity", .infinity), ("inf", .infinity),
        ]
        for (spelling, value) in spellings {
            let count = spelling.utf8CodeUnitCount
            guard position + count <= end else { continue }
            let isSame = spelling.withUTF8Buffer { letters in
                (0..<count).allSatisfy { lowered(bytes[position + $0]) == letters[$0] }
            }
            guard isSame, position + count == end || !isWordByte(bytes[position + count]) else {
                continue
            }
            position += count
            return value
        }
        return nil
    }

    /// With the C library, which rounds every decimal right.
    private static func slowly(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double {
        var text: [CChar] = []
        text.reserveCapacity(range.count + 1)
        for position in range { text.append(CChar(bitPattern: bytes[position])) }
        text.append(0)
        return strtod(text, nil)
    }

    static func lowered(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    /// A letter, a digit, an underscore or part of a letter beyond ASCII.
    static func isWordByte(_ byte: UInt8) -> Bool {
        let low = lowered(byte)
        return (low >= UInt8(ascii: "a") && low <= UInt8(ascii: "z")) || isDigit(byte)
            || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
