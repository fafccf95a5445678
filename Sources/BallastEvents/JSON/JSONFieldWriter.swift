/// Writes one flat JSON object, field by field, the way JSONEncoder would.
struct JSONFieldWriter {
    private(set) var bytes: [UInt8] = [UInt8(ascii: "{")]

    init() {
        bytes.reserveCapacity(320)
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

    consuming func finished() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    private mutating func begin(_ key: StaticString) {
        append(bytes.count == 1 ? "\"" : ",\"")
        append(key)
        append("\":")
    }

    private mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
}
