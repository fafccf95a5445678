import BallastCore

/// Decodes image files of every known format, which their content tells and not their name.
public enum ImageDecoder {
    /// Decodes a file.
    ///
    /// - Throws: ``BallastError`` that names the file: `notFound` where there is none, `badInput`
    ///   where it cannot be read or is no whole image of a known format within the limits.
    public static func decode(
        _ path: String, limits: ImageLimits = .standard
    ) throws(BallastError) -> DecodedImage {
        try decode(FileContents.read(path, limit: limits.fileBytes), name: path, limits: limits)
    }

    /// Decodes a file's bytes.
    ///
    /// - Parameter name: what errors call the image.
    public static func decode(
        _ bytes: [UInt8], name: String, limits: ImageLimits = .standard
    ) throws(BallastError) -> DecodedImage {
        switch ImageFormat(signature: bytes) {
        case .jpeg: try JPEGDecoder.decode(bytes, name: name, limits: limits)
        case .png: try PNGDecoder.decode(bytes, name: name, limits: limits)
        case .webp: try WebPDecoder.decode(bytes, name: name, limits: limits)
        case nil: throw refusal(bytes, name)
        }
    }

    private static func refusal(_ bytes: [UInt8], _ name: String) -> BallastError {
        guard !bytes.isEmpty else { return .unreadableImage("the file is empty", at: name) }
        guard let other = ImageFormat.foreignName(signature: bytes) else {
            return .unreadableImage("neither a JPEG nor a PNG nor a WebP image", at: name)
        }
        return BallastError(
            .badInput, "this is \(other); JPEG, PNG and WebP images can be read", at: name,
            mend: "Convert the file, or remove it.")
    }
}
