import BallastCore

/// A digest of large contents at memory speed: four interleaved multiply-and-rotate lanes over
/// 64-bit words, folded into a ``Checksum``. Every step is a bijection of its lane, so that a
/// change of one word always shows; not for security.
struct ContentDigest {
    private var checksum = Checksum()

    var hexadecimal: String { checksum.hexadecimal }
    var value: UInt64 { checksum.value }

    mutating func update(_ text: String) {
        checksum.update(text)
        checksum.update(CollectionOfOne(0))
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        update(bytes, lanes: Self.lanes(of: bytes))
    }

    /// The same with lanes that are known already.
    mutating func update(_ bytes: UnsafeRawBufferPointer, lanes: SIMD4<UInt64>) {
        withUnsafeBytes(of: lanes) { checksum.update($0) }
        checksum.update(bytes[(bytes.count / 32 * 32)...])
        withUnsafeBytes(of: UInt64(bytes.count)) { checksum.update($0) }
    }

    /// What all whole blocks of 32 bytes come to.
    static func lanes(of bytes: UnsafeRawBufferPointer) -> SIMD4<UInt64> {
        var lanes = SIMD4<UInt64>(0x9E37_79B9, 0x85EB_CA6B, 0xC2B2_AE35, 0x27D4_EB2F)
        for block in 0..<(bytes.count / 32) {
            let words = bytes.loadUnaligned(fromByteOffset: block * 32, as: SIMD4<UInt64>.self)
            let mixed = lanes ^ words
            lanes = ((mixed &<< 29) | (mixed &>> 35)) &* 0x0000_0100_0000_01b3
        }
        return lanes
    }
}
