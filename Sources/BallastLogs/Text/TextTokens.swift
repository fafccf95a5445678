/// Cuts a printed line into words, numbers and signs.
struct TextTokens {
    private var position = 0

    /// The next piece; nil at the end.
    mutating func next(_ bytes: Span<UInt8>) -> TextToken? {
        while position < bytes.count {
            let byte = bytes[position]
            if isNumberStart(bytes, position) {
                if let token = number(bytes) { return token }
            } else if byte == UInt8(ascii: "_") || byte >= 0x80 || isLetter(byte) {
                let word = word(bytes)
                if let value = Self.value(bytes, word) { return .number(value, isPercent: false) }
                return .word(word)
            } else {
                position += 1
                if byte == 0x09 { return .sign(byte) }
                if byte > 0x20, byte != UInt8(ascii: "'"), byte != UInt8(ascii: "\"") {
                    return .sign(byte)
                }
            }
        }
        return nil
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        let low = byte | 0x20
        return low >= UInt8(ascii: "a") && low <= UInt8(ascii: "z")
    }

    private func isNumberStart(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
        if NumberText.isDigit(bytes[start]) { return true }
        let signs = [UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ".")]
        guard signs.contains(bytes[start]), start + 1 < bytes.count else { return false }
        let isDetached = start == 0 || !NumberText.isWordByte(bytes[start - 1])
        let next = bytes[start + 1]
        if NumberText.isDigit(next) { return isDetached }
        let low = NumberText.lowered(next)
        let begins =
            low == UInt8(ascii: "i") || low == UInt8(ascii: "n") || low == UInt8(ascii: ".")
        var end = start
        return isDetached && begins && NumberText.number(bytes, &end, bytes.count) != nil
    }

    /// `nan`, `inf` and `infinity` as words of their own.
    private static func value(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Double? {
        var start = word.lowerBound
        guard word.count == 3 || word.count == 8,
            let value = NumberText.number(bytes, &start, word.upperBound),
            start == word.upperBound
        else { return nil }
        return value
    }

    /// Letters, digits and underscores, with slashes, points and hyphens inside.
    private mutating func word(_ bytes: Span<UInt8>) -> Range<Int> {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if !NumberText.isWordByte(byte) {
                let isJoint =
                    byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "@")
                guard isJoint, position + 1 < bytes.count,
                    isLetter(bytes[position + 1])
                        || (byte == UInt8(ascii: "@") && NumberText.isDigit(bytes[position + 1]))
                else { break }
            }
            position += 1
        }
        return start..<position
    }

    /// A number, or nothing where it is a time, a date or has a unit; it is passed over then.
    private mutating func number(_ bytes: Span<UInt8>) -> TextToken? {
        guard let value = NumberText.number(bytes, &position, bytes.count) else {
            position += 1
            return nil
        }
        if let denominator = denominator(bytes) {
            guard isDate(bytes) else { return .fraction(value, of: denominator) }
            skipRest(bytes)
            return nil
        }
        guard position < bytes.count else { return .number(value, isPercent: false) }
        let next = bytes[position]
        if next == UInt8(ascii: "%") {
            position += 1
            return .number(value, isPercent: true)
        }
        let isTimeOrDate =
            (next == UInt8(ascii: ":") || next == UInt8(ascii: "-")) && position + 1 < bytes.count
            && NumberText.isDigit(bytes[position + 1])
        guard isTimeOrDate || NumberText.isWordByte(next) else {
            return .number(value, isPercent: false)
        }
        skipRest(bytes)
        return nil
    }

    /// Passes over what is written together with a number.
    private mutating func skipRest(_ bytes: Span<UInt8>) {
        while position < bytes.count {
            let byte = bytes[position]
            let isPart =
                NumberText.isWordByte(byte) || byte == UInt8(ascii: ":")
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
                || byte == UInt8(ascii: ".")
            guard isPart else { return }
            position += 1
        }
    }

    /// Whether `2024/01` goes on with a day, or `03/05` with a time.
    private func isDate(_ bytes: Span<UInt8>) -> Bool {
        guard position + 1 < bytes.count else { return false }
        if bytes[position] == UInt8(ascii: "/") { return NumberText.isDigit(bytes[position + 1]) }
        guard bytes[position] == UInt8(ascii: " "), position + 3 < bytes.count else { return false }
        return NumberText.isDigit(bytes[position + 1])
            && (bytes[position + 2] == UInt8(ascii: ":")
                || bytes[position + 3] == UInt8(ascii: ":"))
    }

    private mutating func denominator(_ bytes: Span<UInt8>) -> Double? {
        var at = position
        while at < bytes.count, bytes[at] == UInt8(ascii: " ") { at += 1 }
        guard at < bytes.count, bytes[at] == UInt8(ascii: "/") else { return nil }
        at += 1
        while at < bytes.count, bytes[at] == UInt8(ascii: " ") { at += 1 }
        guard at < bytes.count, NumberText.isDigit(bytes[at]),
            let value = NumberText.number(bytes, &at, bytes.count)
        else { return nil }
        position = at
        return value
    }
}
