/// Puts integers and texts one behind the other, as ``FieldReader`` takes them.
struct FieldWriter {
    private(set) var bytes: [UInt8] = []

    /// Eight bytes, the lowest first.
    mutating func write(_ value: Int) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ values: [Int]) {
        for value in values { write(value) }
    }

    /// The number of bytes, and the bytes of the text.
    mutating func write(_ text: String) {
        write(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }
}
