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
        var lanes = initialLanes
        mix(bytes, into: &lanes)
        return lanes
    }

    /// The lanes of nothing.
    static let initialLanes = SIMD4<UInt64>(0x9E37_79B9, 0x85EB_CA6B, 0xC2B2_AE35, 0x27D4_EB2F)

    /// Takes up bytes behind those before.
    ///
    /// - Parameter tail: the bytes that do not fill a block yet.
    static func `continue`(
        _ lanes: inout SIMD4<UInt64>, _ tail: inout [UInt8], _ bytes: UnsafeRawBufferPointer
    ) {
        var rest = bytes
        if !tail.isEmpty {
            let missing = rest.prefix(32 - tail.count)
            tail.append(contentsOf: missing)
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(missing.count))
            guard tail.count == 32 else { return }
            tail.withUnsafeBytes { mix($0, into: &lanes) }
            tail.removeAll(keepingCapacity: true)
        }
        mix(rest, into: &lanes)
        tail.append(contentsOf: rest.suffix(rest.count % 32))
    }

    private static func mix(_ bytes: UnsafeRawBufferPointer, into lanes: inout SIMD4<UInt64>) {
        var mixedLanes = lanes
        for block in 0..<(bytes.count / 32) {
            let words = bytes.loadUnaligned(fromByteOffset: block * 32, as: SIMD4<UInt64>.self)
            let mixed = mixedLanes ^ words
            mixedLanes = ((mixed &<< 29) | (mixed &>> 35)) &* 0x0000_0100_0000_01b3
        }
        lanes = mixedLanes
    }
}
