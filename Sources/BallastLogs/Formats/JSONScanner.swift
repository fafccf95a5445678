/// Walks over JSON text without building values of it.
struct JSONScanner {
    private(set) var position: Int
    private let end: Int

    /// Deeper nesting is no log's.
    static let deepest = 32

    init(_ range: Range<Int>) {
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next sign, not taken; nil at the end.
    mutating func peek(_ bytes: Span<UInt8>) -> UInt8? {
        while position < end, bytes[position] <= 0x20 { position += 1 }
        return position < end ? bytes[position] : nil
    }

    /// Takes a sign where it comes next.
    mutating func take(_ sign: StaticString, _ bytes: Span<UInt8>) -> Bool {
        guard peek(bytes) == sign.utf8Start.pointee else { return false }
        position += 1
        return true
    }

    /// The inside of a string; nil where there is none or it does not end.
    mutating func string(_ bytes: Span<UInt8>) -> Range<Int>? {
        guard take("\"", bytes) else { return nil }
        let start = position
        while position < end {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return start..<position - 1
            }
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    /// A number, also one that is not finite.
    mutating func number(_ bytes: Span<UInt8>) -> Double? {
        guard peek(bytes) != nil else { return nil }
        return NumberText.number(bytes, &position, end)
    }

    /// `true`, `false` or `null`; false where another word stands there.
    mutating func word(_ bytes: Span<UInt8>) -> Bool {
        guard peek(bytes) != nil else { return false }
        let words: [StaticString] = ["null", "true", "false"]
        for word in words {
            let count = word.utf8CodeUnitCount
            guard position + count <= end else { continue }
            let isSame = word.withUTF8Buffer { letters in
                (0..<count).allSatisfy { bytes[position + $0] == letters[$0] }
            }
            guard isSame else { continue }
            position += count
            return true
        }
        return false
    }

    /// Passes over any value; false where the text is damaged.
    mutating func skip(_ bytes: Span<UInt8>) -> Bool {
        var depth = 0
        repeat {
            guard let sign = peek(bytes) else { return false }
            switch sign {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                position += 1
                guard depth >= 0 else { return false }
            case UInt8(ascii: "\""): guard string(bytes) != nil else { return false }
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { return false }
                position += 1
            default: guard word(bytes) || number(bytes) != nil else { return false }
            }
        } while depth > 0
        return true
    }

    // MARK: Objects

    /// Reads an object into a row.
    ///
    /// - Returns: false where the text is damaged.
    mutating func object(
        _ bytes: Span<UInt8>, into row: inout JSONRow, under prefix: [UInt8] = [], depth: Int = 0
    ) -> Bool {
        guard depth < Self.deepest, take("{", bytes) else { return false }
        if take("}", bytes) { return true }
        repeat {
            guard let key = string(bytes), take(":", bytes), let sign = peek(bytes) else {
                return false
            }
            var name = prefix
            if !prefix.isEmpty { name.append(UInt8(ascii: "/")) }
            for place in key { name.append(bytes[place]) }
            guard field(sign, name, bytes, into: &row, depth: depth) else { return false }
        } while take(",", bytes)
        return take("}", bytes)
    }

    private mutating func field(
        _ sign: UInt8, _ name: [UInt8], _ bytes: Span<UInt8>, into row: inout JSONRow, depth: Int
    ) -> Bool {
        switch sign {
        case UInt8(ascii: "{"):
            return object(bytes, into: &row, under: name, depth: depth + 1)
        case UInt8(ascii: "["):
            var inner = self
            _ = inner.take("[", bytes)
            if let value = inner.number(bytes) { row.add(name, .number(value)) }
            return skip(bytes)
        case UInt8(ascii: "\""):
            guard let text = string(bytes) else { return false }
            row.add(name, text: bytes.extracting(text))
            return true
        default:
            if word(bytes) {
                if sign == UInt8(ascii: "n") { row.add(name, .null) }
                return true
            }
            guard let value = number(bytes) else { return false }
            row.add(name, .number(value))
            return true
        }
    }
}
