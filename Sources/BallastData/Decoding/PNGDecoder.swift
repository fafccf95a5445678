import BallastCore

/// Decodes PNG files with libspng.
///
/// All colour types, bit depths and interlacing are read. Palettes are resolved, transparency
/// becomes an alpha channel, samples of 16 bits keep their high byte, and an EXIF orientation is
/// applied. A file that is cut off, damaged, or larger than the limits is refused, the latter
/// before memory is taken for it.
public enum PNGDecoder {
    /// The most bytes that a chunk other than image data may take.
    static let chunkLimit = 16 << 20

    /// Decodes a file's bytes.
    ///
    /// - Parameter name: what errors call the image.
    /// - Throws: ``BallastError`` of kind `badInput` where this is no whole PNG image within the
    ///   limits.
    public static func decode(
        _ bytes: [UInt8], name: String, limits: ImageLimits = .standard
    ) throws(BallastError) -> DecodedImage {
        let context = try PNGContext(place: name)
        let result: Result<DecodedImage, BallastError> = bytes.withUnsafeBytes { buffer in
            do throws(BallastError) {
                try context.read(from: buffer)
                return .success(try context.decode(limits))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
