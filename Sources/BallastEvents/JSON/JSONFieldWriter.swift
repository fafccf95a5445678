/// Writes one JSON object, field by field, the way JSONEncoder would with sorted keys.
struct JSONFieldWriter {
    private(set) var bytes: [UInt8] = [UInt8(ascii: "{")]
    /// Whether nothing stands before the next field of the open object.
    private var isFirst = true

    /// - Parameter capacity: how many bytes are likely to be written.
    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    mutating func field(_ key: StaticString, _ value: Double) {
        begin(key)
        guard value.isFinite else {
            append(value.isNaN ? "\"nan\"" : value > 0 ? "\"inf\"" : "\"-inf\"")
            return
        }
        bytes.append(contentsOf: value.description.utf8)
        if bytes.suffix(2).elementsEqual([UInt8(ascii: "."), UInt8(ascii: "0")]) {
            bytes.removeLast(2)
        }
    }

    mutating func field(_ key: StaticString, _ value: Int) {
        begin(key)
        bytes.append(contentsOf: value.description.utf8)
    }

    mutating func field(_ key: StaticString, _ value: Bool) {
        begin(key)
        append(value ? "true" : "false")
    }

    /// - Parameter value: a word that needs no escape.
    mutating func field(_ key: StaticString, word value: StaticString) {
        begin(key)
        append("\"")
        append(value)
        append("\"")
    }

    /// - Parameter value: text that needs no escape; see ``needsEscape(_:)``.
    mutating func field(_ key: StaticString, text value: String) {
        begin(key)
        append("\"")
        bytes.append(contentsOf: value.utf8)
        append("\"")
    }

    /// Sixteen hexadecimal digits as text.
    mutating func field(_ key: StaticString, hexadecimal value: UInt64) {
        begin(key)
        append("\"")
        for shift in stride(from: UInt64(60), through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: value >> shift) & 15
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
        append("\"")
    }

    /// Nothing where there is no value.
    mutating func optional(_ key: StaticString, _ value: Double?) {
        if let value { field(key, value) }
    }

    /// Nothing where there is no value.
    mutating func optional(_ key: StaticString, _ values: [Int]?) {
        guard let values else { return }
        begin(key)
        append("[")
        for (index, value) in values.enumerated() {
            if index > 0 { append(",") }
            bytes.append(contentsOf: value.description.utf8)
        }
        append("]")
    }

    mutating func object(_ key: StaticString, _ fields: (inout JSONFieldWriter) -> Void) {
        begin(key)
        nested { fields(&$0) }
    }

    mutating func objects<Element>(
        _ key: StaticString, _ elements: [Element],
        _ fields: (inout JSONFieldWriter, Element) -> Void
    ) {
        begin(key)
        append("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { append(",") }
            nested { fields(&$0, element) }
        }
        append("]")
    }

    consuming func finished() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// Whether JSON would write the text otherwise than as it is.
    static func needsEscape(_ text: String) -> Bool {
        text.utf8.contains { byte in
            byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
        }
    }

    private mutating func nested(_ body: (inout JSONFieldWriter) -> Void) {
        append("{")
        isFirst = true
        body(&self)
        isFirst = false
        append("}")
    }

    private mutating func begin(_ key: StaticString) {
        append(isFirst ? "\"" : ",\"")
        isFirst = false
        append(key)
        append("\":")
    }

    private mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
}
