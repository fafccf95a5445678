import BallastEvents

/// Walks over the fields of a JSON object whose names come in sorted order.
struct JSONFields {
    private var scanner: JSONScanner
    private var following = 0
    private var isFirst = true
    private var isClosed = false

    init(_ bytes: Span<UInt8>) {
        scanner = JSONScanner(0..<bytes.count)
    }

    /// The next field's position among the known ones, its value being what comes next; nil behind
    /// the last one, and where the text is of another form.
    mutating func next(of names: FieldNames, _ bytes: Span<UInt8>) -> Int? {
        if isFirst {
            isFirst = false
            guard scanner.take("{", bytes) else { return nil }
        } else if scanner.take("}", bytes) {
            isClosed = true
            return nil
        } else {
            guard scanner.take(",", bytes) else { return nil }
        }
        guard let name = scanner.string(bytes), scanner.take(":", bytes),
            let position = names.position(of: name, in: bytes, from: following)
        else { return nil }
        following = position + 1
        return position
    }

    /// Whether the object has ended, and nothing is behind it.
    mutating func isWhole(_ bytes: Span<UInt8>) -> Bool {
        isClosed && scanner.peek(bytes) == nil
    }

    // MARK: Objects within

    /// The fields of the object that is the next value; see ``end(_:)``.
    var nested: JSONFields {
        var fields = self
        (fields.following, fields.isFirst, fields.isClosed) = (0, true, false)
        return fields
    }

    /// Goes on behind an object within.
    ///
    /// - Returns: false where that did not end as it should.
    mutating func end(_ nested: JSONFields) -> Bool {
        scanner = nested.scanner
        return nested.isClosed
    }

    /// Hands over each element of a list, at which the fields then stand.
    ///
    /// - Returns: false where the text is of another form, or an element is.
    mutating func elements(
        _ bytes: Span<UInt8>, _ body: (inout JSONFields) -> Bool
    ) -> Bool {
        guard scanner.take("[", bytes) else { return false }
        if scanner.take("]", bytes) { return true }
        repeat {
            guard body(&self) else { return false }
        } while scanner.take(",", bytes)
        return scanner.take("]", bytes)
    }

    // MARK: Values

    /// A number, or one of the words that stand for those that JSON lacks.
    mutating func number(_ bytes: Span<UInt8>) -> Double? {
        guard let sign = scanner.peek(bytes) else { return nil }
        if sign == UInt8(ascii: "\"") { return text(bytes).flatMap { Self.words[$0] } }
        guard sign == UInt8(ascii: "-") || NumberText.isDigit(sign) else { return nil }
        return scanner.number(bytes)
    }

    private static let words: [String: Double] = [
        "nan": .nan, "inf": .infinity, "-inf": -.infinity,
    ]

    /// The position of a word among known ones.
    mutating func word(of words: FieldNames, _ bytes: Span<UInt8>) -> Int? {
        scanner.string(bytes).flatMap { words.position(of: $0, in: bytes, from: 0) }
    }

    /// Text without escapes.
    mutating func text(_ bytes: Span<UInt8>) -> String? {
        guard let range = scanner.string(bytes),
            !bytes.extracting(range).contains(UInt8(ascii: "\\"))
        else { return nil }
        return bytes.text(range)
    }

    /// `true` or `false`.
    mutating func flag(_ bytes: Span<UInt8>) -> Bool? {
        guard let sign = scanner.peek(bytes), sign != UInt8(ascii: "n"), scanner.word(bytes) else {
            return nil
        }
        return sign == UInt8(ascii: "t")
    }

    /// Up to sixteen hexadecimal digits as text.
    mutating func hexadecimal(_ bytes: Span<UInt8>) -> UInt64? {
        guard let range = scanner.string(bytes), (1...16).contains(range.count) else { return nil }
        var value: UInt64 = 0
        for position in range {
            let byte = NumberText.lowered(bytes[position])
            let letter = byte &- UInt8(ascii: "a")
            guard letter < 6 || NumberText.isDigit(byte) else { return nil }
            value = value << 4 | UInt64(letter < 6 ? letter + 10 : byte - UInt8(ascii: "0"))
        }
        return value
    }

    /// An empty list with room for as many elements as another that events may still hold.
    ///
    /// To keep the capacity of a list that is shared would make each one larger than the last.
    static func emptied<Element>(_ other: [Element]) -> [Element] {
        var list: [Element] = []
        list.reserveCapacity(other.count)
        return list
    }

    /// - Returns: false where no list of integers comes next.
    mutating func integers(_ bytes: Span<UInt8>, into values: inout [Int]) -> Bool {
        values = Self.emptied(values)
        return elements(bytes) { fields in
            guard let value = fields.number(bytes).flatMap({ Int(exactly: $0) }) else {
                return false
            }
            values.append(value)
            return true
        }
    }
}
