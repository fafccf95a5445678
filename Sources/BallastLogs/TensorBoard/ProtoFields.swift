/// Walks over the fields of a message in the wire format of protocol buffers.
struct ProtoFields {
    enum Wire: UInt64 {
        case varint = 0
        case fixed64 = 1
        case bytes = 2
        case fixed32 = 5
    }

    struct Field {
        let number: Int
        let wire: Wire
        /// A number's bits; nothing for bytes.
        let bits: UInt64
        /// Where the bytes are; empty for numbers.
        let range: Range<Int>
    }

    private var position: Int
    private let end: Int

    init(_ range: Range<Int>) {
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next field; nil at the end of the message, or where it is damaged.
    mutating func next(_ bytes: Span<UInt8>) -> Field? {
        guard let key = varint(bytes), let wire = Wire(rawValue: key & 7) else { return nil }
        let number = Int(truncatingIfNeeded: key >> 3)
        let empty = position..<position
        switch wire {
        case .varint:
            guard let bits = varint(bytes) else { return nil }
            return Field(number: number, wire: wire, bits: bits, range: empty)
        case .fixed64:
            guard position + 8 <= end else { return nil }
            let bits = bytes.word64(at: position)
            position += 8
            return Field(number: number, wire: wire, bits: bits, range: empty)
        case .fixed32:
            guard position + 4 <= end else { return nil }
            let bits = UInt64(bytes.word32(at: position))
            position += 4
            return Field(number: number, wire: wire, bits: bits, range: empty)
        case .bytes:
            guard let count = varint(bytes), count <= UInt64(end - position) else { return nil }
            let start = position
            position += Int(count)
            return Field(number: number, wire: wire, bits: 0, range: start..<position)
        }
    }

    /// The next number of packed varints.
    mutating func varint(_ bytes: Span<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < end, shift < 64 {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    /// The next number of a fixed width, its bytes from the lowest up.
    mutating func fixed(_ bytes: Span<UInt8>, _ count: Int) -> UInt64? {
        guard position + count <= end else { return nil }
        var value: UInt64 = 0
        for offset in 0..<count { value |= UInt64(bytes[position + offset]) << (8 * offset) }
        position += count
        return value
    }
}
