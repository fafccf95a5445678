/// The image formats that can be read, told by a file's first bytes and never by its name.
public enum ImageFormat: String, CaseIterable, Hashable, Sendable, Codable {
    case jpeg = "JPEG"
    case png = "PNG"
    case webp = "WebP"

    /// How many bytes of a file are enough to tell what it is.
    static let signatureLength = 16

    /// - Parameter bytes: the first bytes of a file, ``signatureLength`` of them if there are so
    ///   many.
    init?(signature bytes: some Collection<UInt8>) {
        let start = Array(bytes.prefix(Self.signatureLength))
        if start.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if start.starts(with: "RIFF".utf8), start.dropFirst(8).starts(with: "WEBP".utf8) {
            self = .webp
        } else {
            return nil
        }
    }

    /// What a file is that is no image of a known format, such as `a GIF image`; `nil` where its
    /// first bytes do not tell.
    static func foreignName(signature bytes: some Collection<UInt8>) -> String? {
        let start = Array(bytes.prefix(signatureLength))
        if let image = foreignImageName(signature: start) { return image }
        let others: [(String, [UInt8])] = [
            ("a PDF document", Array("%PDF".utf8)), ("a ZIP archive", [0x50, 0x4B, 3, 4]),
            ("a gzip file", [0x1F, 0x8B]), ("a web page or other markup", Array("<".utf8)),
        ]
        return others.first { start.starts(with: $0.1) }?.0
    }

    /// The same for images alone: of a format that exists and is not read.
    static func foreignImageName(signature bytes: some Collection<UInt8>) -> String? {
        let start = Array(bytes.prefix(signatureLength))
        let formats: [(String, [UInt8])] = [
            ("a GIF image", Array("GIF8".utf8)), ("a TIFF image", [0x49, 0x49, 0x2A, 0]),
            ("a TIFF image", [0x4D, 0x4D, 0, 0x2A]), ("a JPEG XL image", [0xFF, 0x0A]),
            ("a JPEG 2000 image", [0, 0, 0, 12, 0x6A, 0x50]),
            ("a Photoshop document", Array("8BPS".utf8)),
        ]
        if let known = formats.first(where: { start.starts(with: $0.1) }) { return known.0 }
        // A bitmap begins with two letters; the reserved zeros tell it from a text.
        if start.starts(with: "BM".utf8), start.dropFirst(6).prefix(4).elementsEqual([0, 0, 0, 0]) {
            return "a BMP image"
        }
        guard start.dropFirst(4).starts(with: "ftyp".utf8) else { return nil }
        let brand = String(decoding: start.dropFirst(8).prefix(4), as: UTF8.self)
        if brand.hasPrefix("avi") { return "an AVIF image" }
        return brand.hasPrefix("hei") || brand.hasPrefix("mif") ? "a HEIC image" : nil
    }
}
