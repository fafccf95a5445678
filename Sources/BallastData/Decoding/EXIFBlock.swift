/// The block of metadata that cameras write: a TIFF file without an image.
///
/// Only the orientation is read. Whatever is malformed counts as absent, as it does elsewhere:
/// pixels do not depend on it.
struct EXIFBlock {
    private let bytes: UnsafeRawBufferPointer

    private static let prefix = Array("Exif\0\0".utf8)
    private static let orientationTag = 0x0112
    private static let shortType = 3
    /// A directory has some dozens of entries; what claims more is damaged.
    private static let entryLimit = 1_000

    /// - Parameter bytes: the block, with or without the `Exif` that stands in front of it in JPEG
    ///   files.
    init(_ bytes: UnsafeRawBufferPointer) {
        let isMarked = bytes.starts(with: Self.prefix)
        self.bytes =
            isMarked ? UnsafeRawBufferPointer(rebasing: bytes.dropFirst(Self.prefix.count)) : bytes
    }

    /// Whether a JPEG segment's content is such a block.
    static func isMarked(_ content: UnsafeRawBufferPointer) -> Bool {
        content.starts(with: prefix)
    }

    var orientation: ImageOrientation {
        guard bytes.count >= 8, let isLittleEndian else { return .upright }
        guard number(at: 2, 2, isLittleEndian) == 42,
            let directory = number(at: 4, 4, isLittleEndian),
            let count = number(at: directory, 2, isLittleEndian), count <= Self.entryLimit
        else { return .upright }
        for entry in 0..<count {
            let start = directory + 2 + 12 * entry
            guard let tag = number(at: start, 2, isLittleEndian) else { return .upright }
            guard tag == Self.orientationTag else { continue }
            guard number(at: start + 2, 2, isLittleEndian) == Self.shortType,
                number(at: start + 4, 4, isLittleEndian) == 1,
                let value = number(at: start + 8, 2, isLittleEndian)
            else { return .upright }
            return UInt8(exactly: value).flatMap(ImageOrientation.init) ?? .upright
        }
        return .upright
    }

    private var isLittleEndian: Bool? {
        switch (bytes[0], bytes[1]) {
        case (0x49, 0x49): true
        case (0x4D, 0x4D): false
        default: nil
        }
    }

    /// The unsigned number of `count` bytes at an offset; `nil` beyond the block.
    private func number(at offset: Int, _ count: Int, _ isLittleEndian: Bool) -> Int? {
        guard offset >= 0, offset <= bytes.count - count else { return nil }
        let field = bytes[offset..<(offset + count)]
        return isLittleEndian
            ? field.reversed().reduce(0) { $0 << 8 | Int($1) }
            : field.reduce(0) { $0 << 8 | Int($1) }
    }
}
