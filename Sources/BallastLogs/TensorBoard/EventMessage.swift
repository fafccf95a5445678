/// The fields of TensorFlow's `Event` that matter here.
struct EventMessage {
    /// Zero where the message leaves it out.
    private(set) var step = 0
    private(set) var summary: Range<Int>?

    init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var fields = ProtoFields(range)
        while let field = fields.next(bytes) {
            if field.number == 2, field.wire == .varint {
                step = Int(truncatingIfNeeded: Int64(bitPattern: field.bits))
            } else if field.number == 5, field.wire == .bytes {
                summary = field.range
            }
        }
    }
}
