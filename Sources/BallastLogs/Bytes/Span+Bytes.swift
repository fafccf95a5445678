extension Span<UInt8> {
    /// Whether a byte is somewhere in it.
    func contains(_ byte: UInt8) -> Bool {
        for position in indices where self[position] == byte { return true }
        return false
    }

    /// The number that eight bytes are, from the lowest up.
    ///
    /// - Precondition: they are there.
    func word64(at start: Int) -> UInt64 {
        precondition(start >= 0 && start <= count - 8, "eight bytes from \(start) of \(count)")
        return withUnsafeBytes {
            UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        }
    }

    /// The number that four bytes are, from the lowest up.
    ///
    /// - Precondition: they are there.
    func word32(at start: Int) -> UInt32 {
        precondition(start >= 0 && start <= count - 4, "four bytes from \(start) of \(count)")
        return withUnsafeBytes {
            UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt32.self))
        }
    }

    /// The bytes of a range as text.
    func text(_ range: Range<Int>) -> String {
        extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}

extension [UInt8] {
    mutating func append(contentsOf bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
    }

    init(_ bytes: Span<UInt8>) {
        self = bytes.withUnsafeBufferPointer { Array($0) }
    }
}
