import BallastCore

/// What stands behind the pixels of a packed cache: which files they came from, in which state
/// those were, and a digest that tells damage.
struct PackedTable: Hashable {
    /// A file as it was when it was decoded.
    struct Source: Hashable {
        /// Below the folder of the data set.
        let path: String
        let bytes: Int
        /// Nanoseconds since 1970 of its last change.
        let changed: Int
    }

    let shape: ImageShape
    /// All files, those that could not be decoded among them.
    let sources: [Source]
    /// What the images were decoded from, in their order.
    let origins: [ImageOrigin]
    let skipped: [SkippedFile]
    /// Of all pixels, as ``ContentDigest/lanes(of:)``.
    let digest: SIMD4<UInt64>
    /// A checksum of those behind the last whole block.
    let tailChecksum: UInt64

    private static let magic: UInt64 = 0x314b_4341_5042_4c42
    /// The length of what stands at the very end: length and checksum of the table, magic number.
    private static let trailerLength = 24

    /// The table and what tells where it begins, to be written behind the pixels.
    var bytes: [UInt8] {
        var writer = FieldWriter()
        writer.write([shape.height, shape.width, shape.channels])
        writer.write(sources.count)
        for source in sources {
            writer.write(source.path)
            writer.write([source.bytes, source.changed])
        }
        writer.write(origins.count)
        for origin in origins {
            writer.write(origin.file)
            writer.write(origin.format.rawValue)
            writer.write([origin.width, origin.height, origin.channels])
            writer.write([Int(bitPattern: UInt(origin.fileDigest))])
            writer.write([Int(bitPattern: UInt(origin.pixelDigest))])
        }
        writer.write(skipped.count)
        for file in skipped {
            writer.write(file.file)
            writer.write(file.reason)
        }
        for lane in 0..<4 { writer.write(Int(bitPattern: UInt(digest[lane]))) }
        writer.write(Int(bitPattern: UInt(tailChecksum)))
        var checksum = Checksum()
        checksum.update(writer.bytes)
        let length = writer.bytes.count
        writer.write([length, Int(bitPattern: UInt(checksum.value)), Int(Self.magic)])
        return writer.bytes
    }

    /// `nil` unless a file ends with a whole table whose images fill what stands before it.
    init?(endOf file: UnsafeRawBufferPointer) {
        guard file.count >= Self.trailerLength else { return nil }
        var trailer = FieldReader(
            UnsafeRawBufferPointer(rebasing: file.suffix(Self.trailerLength)))
        guard let length = trailer.integer(), let sum = trailer.integer(),
            trailer.integer() == Int(Self.magic), length >= 0,
            length <= file.count - Self.trailerLength
        else { return nil }
        let start = file.count - Self.trailerLength - length
        let table = UnsafeRawBufferPointer(rebasing: file[start...].prefix(length))
        var checksum = Checksum()
        checksum.update(table)
        guard Int(bitPattern: UInt(checksum.value)) == sum else { return nil }
        var reader = FieldReader(table)
        self.init(&reader)
        guard start % shape.byteCount == 0, start / shape.byteCount == origins.count else {
            return nil
        }
    }

    private init?(_ reader: inout FieldReader) {
        guard let height = reader.integer(), let width = reader.integer(),
            let channels = reader.integer(), min(height, width, channels) > 0,
            max(height, width) <= ImageLimits.standard.side, channels <= 4,
            let sources = reader.list({ reader in
                reader.text().flatMap { path in
                    reader.integer().flatMap { bytes in
                        reader.integer().map { Source(path: path, bytes: bytes, changed: $0) }
                    }
                }
            }), let origins = reader.list(Self.origin),
            let skipped = reader.list({ reader in
                reader.text().flatMap { file in
                    reader.text().map { SkippedFile(file: file, reason: $0) }
                }
            }), let lanes = reader.integers(5)
        else { return nil }
        self.sources = sources
        self.origins = origins
        self.skipped = skipped
        shape = ImageShape(height: height, width: width, channels: channels)
        let words = lanes.map { UInt64(bitPattern: Int64($0)) }
        digest = SIMD4(words[0..<4])
        tailChecksum = words[4]
    }

    private static func origin(_ reader: inout FieldReader) -> ImageOrigin? {
        guard let file = reader.text(), let format = reader.text().flatMap(ImageFormat.init),
            let numbers = reader.integers(5)
        else { return nil }
        return ImageOrigin(
            file: file, format: format, width: numbers[0], height: numbers[1],
            channels: numbers[2], fileDigest: UInt64(bitPattern: Int64(numbers[3])),
            pixelDigest: UInt64(bitPattern: Int64(numbers[4])))
    }

    /// The table of pixels that were just made.
    init(
        shape: ImageShape, sources: [Source], origins: [ImageOrigin], skipped: [SkippedFile],
        pixels: UnsafeRawBufferPointer
    ) {
        self.shape = shape
        self.sources = sources
        self.origins = origins
        self.skipped = skipped
        digest = ContentDigest.lanes(of: pixels)
        tailChecksum = Self.tailChecksum(of: pixels)
    }

    /// Whether these are the pixels that the table was made for.
    ///
    /// - Complexity: O(bytes).
    func describes(_ pixels: UnsafeRawBufferPointer) -> Bool {
        ContentDigest.lanes(of: pixels) == digest && Self.tailChecksum(of: pixels) == tailChecksum
    }

    private static func tailChecksum(of pixels: UnsafeRawBufferPointer) -> UInt64 {
        var checksum = Checksum()
        checksum.update(pixels[(pixels.count / 32 * 32)...])
        return checksum.value
    }
}
