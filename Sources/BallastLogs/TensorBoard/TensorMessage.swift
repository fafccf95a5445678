/// The fields of TensorFlow's `TensorProto` that can hold one number.
struct TensorMessage {
    private var type: UInt64 = 0
    /// The number of elements that the shape tells.
    private var elements = 1
    private var content: Range<Int>?
    private var number: Double?

    /// The numbers of TensorFlow's data types.
    private enum DataType: UInt64 {
        case float = 1
        case double = 2
        case int32 = 3
        case int64 = 9
        case bfloat16 = 14
        case half = 19
    }

    init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var fields = ProtoFields(range)
        var values: ProtoFields.Field?
        while let field = fields.next(bytes) {
            switch (field.number, field.wire) {
            case (1, .varint): type = field.bits
            case (2, .bytes): elements = Self.elements(bytes, field.range)
            case (4, .bytes): content = field.range
            case (5, _), (6, _), (7, _), (10, _), (13, _): values = field
            default: break
            }
        }
        number = values.flatMap { number($0, bytes) }
    }

    /// The one element; nil where there are several or it is no number.
    func scalar(_ bytes: Span<UInt8>) -> Double? {
        guard elements == 1 else { return nil }
        if let number { return number }
        guard let content, let type = DataType(rawValue: type) else { return nil }
        let width =
            switch type {
            case .float, .int32: 4
            case .double, .int64: 8
            case .bfloat16, .half: 2
            }
        var fields = ProtoFields(content)
        guard content.count == width else { return nil }
        return fields.fixed(bytes, width).map { Self.value($0, type) }
    }

    private func number(_ field: ProtoFields.Field, _ bytes: Span<UInt8>) -> Double? {
        guard let type = DataType(rawValue: type) else { return nil }
        guard field.wire == .bytes else { return Self.value(field.bits, type) }
        var packed = ProtoFields(field.range)
        let bits =
            switch type {
            case .float: packed.fixed(bytes, 4)
            case .double: packed.fixed(bytes, 8)
            case .int32, .int64, .half, .bfloat16: packed.varint(bytes)
            }
        return bits.map { Self.value($0, type) }
    }

    private static func value(_ bits: UInt64, _ type: DataType) -> Double {
        switch type {
        case .float: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        case .double: Double(bitPattern: bits)
        case .int32: Double(Int32(truncatingIfNeeded: bits))
        case .int64: Double(Int64(bitPattern: bits))
        case .bfloat16: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits & 0xFFFF) << 16))
        case .half: half(UInt16(truncatingIfNeeded: bits))
        }
    }

    /// IEEE 754 binary16, which not every machine has a type for.
    private static func half(_ bits: UInt16) -> Double {
        let sign: Double = bits >> 15 == 0 ? 1 : -1
        let exponent = Int(bits >> 10 & 0x1F)
        let fraction = Double(bits & 0x3FF)
        switch exponent {
        case 0: return sign * fraction * 0x1p-24
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default:
            let scale = Double(sign: .plus, exponent: exponent - 25, significand: 1)
            return sign * (1024 + fraction) * scale
        }
    }

    /// The product of the dimensions' sizes.
    private static func elements(_ bytes: Span<UInt8>, _ shape: Range<Int>) -> Int {
        var count = 1
        var dimensions = ProtoFields(shape)
        while let dimension = dimensions.next(bytes) {
            guard dimension.number == 2, dimension.wire == .bytes else { continue }
            var fields = ProtoFields(dimension.range)
            var size = 0
            while let field = fields.next(bytes) {
                if field.number == 1 { size = Int(min(field.bits, 1 << 30)) }
            }
            count = min(count, 1 << 30) * size
        }
        return count
    }
}
