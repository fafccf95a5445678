/// The bytes of a protocol buffer message, field by field.
///
/// Source: protobuf.dev, "Encoding".
struct ProtobufMessage {
    private(set) var bytes: [UInt8] = []

    private enum WireType: UInt64 {
        case varint = 0
        case fixed64 = 1
        case length = 2
        case fixed32 = 5
    }

    mutating func write(_ value: Double, field: UInt64) {
        begin(field, .fixed64)
        append(value.bitPattern)
    }

    mutating func write(_ value: Float, field: UInt64) {
        begin(field, .fixed32)
        append(value.bitPattern)
    }

    mutating func write(_ value: Int, field: UInt64) {
        begin(field, .varint)
        append(varint: UInt64(bitPattern: Int64(value)))
    }

    mutating func write(_ text: String, field: UInt64) {
        begin(field, .length)
        append(varint: UInt64(text.utf8.count))
        bytes += text.utf8
    }

    mutating func write(_ message: ProtobufMessage, field: UInt64) {
        begin(field, .length)
        append(varint: UInt64(message.bytes.count))
        bytes += message.bytes
    }

    /// A packed repeated field.
    mutating func write(_ values: [Double], field: UInt64) {
        begin(field, .length)
        append(varint: UInt64(values.count * 8))
        for value in values { append(value.bitPattern) }
    }

    private mutating func begin(_ field: UInt64, _ type: WireType) {
        append(varint: field << 3 | type.rawValue)
    }

    private mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }
}
