import CKernels

/// Writes TensorBoard event files, in the forms that the writers of the world use.
struct EventFile {
    /// How a scalar is kept.
    enum Form: CaseIterable {
        /// PyTorch's `add_scalar`.
        case simple
        /// PyTorch's `add_scalar(new_style=True)`.
        case floatList
        /// PyTorch's `add_scalar(double_precision=True)`.
        case doubleList
        /// TensorFlow 2: four bytes of a tensor.
        case content
        /// Half precision, which hides in a list of integers.
        case halfList
    }

    private(set) var bytes: [UInt8] = []

    init() {
        record(Self.double(1, 1.7e9) + Self.field(3, Array("brain.Event:2".utf8)))
    }

    mutating func scalar(
        _ tag: String, _ value: Double, at step: Int, _ form: Form = .simple, plugin: String? = nil
    ) {
        var message = Self.field(1, Array(tag.utf8))
        switch form {
        case .simple: message += Self.float(2, Float(value))
        case .floatList:
            message += Self.field(8, [0x08, 1] + Self.field(5, Self.bits(Float(value))))
        case .doubleList:
            message += Self.field(8, [0x08, 2] + Self.field(6, Self.bits(value)))
        case .content:
            message += Self.field(8, [0x08, 1, 0x12, 0] + Self.field(4, Self.bits(Float(value))))
        case .halfList:
            let half = Self.half(value)
            message += Self.field(8, [0x08, 19] + Self.field(13, Self.varint(UInt64(half))))
        }
        if let plugin {
            message += Self.field(9, Self.field(1, Self.field(1, Array(plugin.utf8))))
        }
        let summary = Self.field(1, message)
        record(
            Self.double(1, 1.7e9) + [0x10] + Self.varint(UInt64(step)) + Self.field(5, summary))
    }

    /// Any bytes as a record.
    mutating func record(_ data: [UInt8]) {
        let length = (0..<8).map { UInt8(truncatingIfNeeded: data.count >> (8 * $0)) }
        bytes += length + Self.checksum(length) + data + Self.checksum(data)
    }

    private static func checksum(_ data: [UInt8]) -> [UInt8] {
        let crc = bk_crc32c(data, data.count)
        let masked = ((crc >> 15) | (crc << 17)) &+ 0xA282_EAD8
        return (0..<4).map { UInt8(truncatingIfNeeded: masked >> (8 * UInt32($0))) }
    }

    private static func varint(_ value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        repeat {
            bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
            rest >>= 7
        } while rest > 0
        return bytes
    }

    private static func field(_ number: UInt64, _ content: [UInt8]) -> [UInt8] {
        varint(number << 3 | 2) + varint(UInt64(content.count)) + content
    }

    private static func float(_ number: UInt64, _ value: Float) -> [UInt8] {
        varint(number << 3 | 5) + bits(value)
    }

    private static func double(_ number: UInt64, _ value: Double) -> [UInt8] {
        varint(number << 3 | 1) + bits(value)
    }

    private static func bits(_ value: Float) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
    }

    private static func bits(_ value: Double) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64($0))) }
    }

    /// The bits of a normal number in half precision, cut and not rounded.
    private static func half(_ value: Double) -> UInt16 {
        guard value.isFinite else { return value.isNaN ? 0x7E00 : value > 0 ? 0x7C00 : 0xFC00 }
        let sign: UInt16 = value < 0 ? 0x8000 : 0
        let exponent = UInt16(Int(value.exponent) + 15) << 10
        return sign | exponent | UInt16((value.significand.magnitude - 1) * 1024)
    }
}
