import BallastCore

/// What a JPEG file says in front of its first scan: extents, components, orientation.
///
/// The extents are read here and not by libjpeg because TurboJPEG refuses to tell them for
/// uncommon subsampling, and because they are to be judged before anything else happens.
struct JPEGHeader {
    private(set) var width = 0
    private(set) var height = 0
    private(set) var components = 0
    private(set) var orientation = ImageOrientation.upright
    /// Where the first scan begins.
    private(set) var scanOffset = 0

    private static let startOfScan: UInt8 = 0xDA
    private static let endOfImage: UInt8 = 0xD9
    private static let metadata: UInt8 = 0xE1

    /// - Throws: ``BallastError`` of kind `badInput` where there is no scan of 8-bit samples.
    init(_ bytes: UnsafeRawBufferPointer, place: String) throws(BallastError) {
        func fault(_ what: String) -> BallastError { .unreadableImage(what, at: place) }
        var hasMetadata = false
        var position = 2
        while let marker = Self.marker(in: bytes, from: &position) {
            guard marker != Self.endOfImage else { throw fault("the JPEG file holds no image") }
            // Restart markers and the like stand alone.
            guard !(0xD0...0xD8).contains(marker), marker != 0x01 else { continue }
            guard position + 2 <= bytes.count else { break }
            let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
            guard length >= 2, position + length <= bytes.count else { break }
            let content = UnsafeRawBufferPointer(
                rebasing: bytes[(position + 2)..<(position + length)])
            if marker == Self.startOfScan {
                guard components > 0 else { throw fault("the JPEG file does not tell its size") }
                scanOffset = position + length
                return
            } else if Self.isFrame(marker) {
                guard content.count >= 6 else { throw fault("the JPEG frame header is damaged") }
                guard content[0] == 8 else {
                    throw fault("JPEG samples of \(content[0]) bits cannot be read, only 8")
                }
                height = Int(content[1]) << 8 | Int(content[2])
                width = Int(content[3]) << 8 | Int(content[4])
                components = Int(content[5])
            } else if marker == Self.metadata, !hasMetadata, EXIFBlock.isMarked(content) {
                hasMetadata = true
                orientation = EXIFBlock(content).orientation
            }
            position += length
        }
        throw fault("the JPEG file is cut off in front of its image")
    }

    /// The next marker, and the position behind it; bytes that are no marker are skipped, as
    /// libjpeg does.
    private static func marker(
        in bytes: UnsafeRawBufferPointer, from position: inout Int
    ) -> UInt8? {
        while position + 1 < bytes.count {
            if bytes[position] == 0xFF, bytes[position + 1] != 0xFF, bytes[position + 1] != 0 {
                position += 2
                return bytes[position - 1]
            }
            position += 1
        }
        return nil
    }

    /// SOF0 to SOF15, without the three that mean something else.
    private static func isFrame(_ marker: UInt8) -> Bool {
        (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
    }

    /// Whether an end-of-image marker follows the beginning of the first scan.
    func isClosed(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let rest = bytes[scanOffset...]
        return zip(rest, rest.dropFirst()).contains { $0 == 0xFF && $1 == Self.endOfImage }
    }
}
