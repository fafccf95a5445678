/// Puts the bare `NaN`, `Infinity` and `-Infinity` of Python's JSON in quotes.
enum NonFiniteLiterals {
    private static let words: [(bare: [UInt8], quoted: [UInt8])] = [
        (Array("NaN".utf8), Array("\"nan\"".utf8)),
        (Array("Infinity".utf8), Array("\"inf\"".utf8)),
        (Array("-Infinity".utf8), Array("\"-inf\"".utf8)),
    ]

    /// The text with the words replaced where they stand outside strings.
    static func quoted(_ text: some Collection<UInt8>) -> [UInt8] {
        let source = Array(text)
        guard source.contains(where: { $0 == UInt8(ascii: "N") || $0 == UInt8(ascii: "I") }) else {
            return source
        }
        var result: [UInt8] = []
        result.reserveCapacity(source.count + 16)
        var inString = false
        var position = 0
        while position < source.count {
            let byte = source[position]
            if !inString,
                let word = words.first(where: { source[position...].starts(with: $0.bare) })
            {
                result += word.quoted
                position += word.bare.count
                continue
            }
            if inString, byte == UInt8(ascii: "\\"), position + 1 < source.count {
                result.append(byte)
                position += 1
            } else if byte == UInt8(ascii: "\"") {
                inString.toggle()
            }
            result.append(source[position])
            position += 1
        }
        return result
    }
}
