/// One tagged value of a summary; a scalar comes as a plain number or as a tensor of one element.
struct SummaryValue {
    private(set) var tag: Range<Int>?
    private var simple: Float?
    private var tensor: Range<Int>?
    private var metadata: Range<Int>?

    init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var fields = ProtoFields(range)
        while let field = fields.next(bytes) {
            switch (field.number, field.wire) {
            case (1, .bytes): tag = field.range
            case (2, .fixed32): simple = Float(bitPattern: UInt32(field.bits))
            case (8, .bytes): tensor = field.range
            case (9, .bytes): metadata = field.range
            default: break
            }
        }
    }

    /// The scalar; nil where this is something else.
    func number(_ bytes: Span<UInt8>) -> Double? {
        if let simple { return Double(simple) }
        return tensor.flatMap { TensorMessage(bytes, $0).scalar(bytes) }
    }

    /// The name of the plugin that shows the tag.
    func plugin(_ bytes: Span<UInt8>) -> String? {
        guard let metadata else { return nil }
        var fields = ProtoFields(metadata)
        while let field = fields.next(bytes) {
            guard field.number == 1, field.wire == .bytes else { continue }
            var inner = ProtoFields(field.range)
            while let name = inner.next(bytes) {
                guard name.number == 1, name.wire == .bytes else { continue }
                return bytes.text(name.range)
            }
        }
        return nil
    }
}
