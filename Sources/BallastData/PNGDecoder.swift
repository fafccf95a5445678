import BallastCore
import CSPNG

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Decodes PNG files with libspng.
///
/// All colour types, bit depths and interlacing are read. Palettes are resolved, transparency
/// becomes an alpha channel, samples of 16 bits keep their high byte. A file that is cut off,
/// damaged, or larger than ``sideLimit`` and ``pixelLimit`` is refused, the latter before memory
/// is taken for it.
public enum PNGDecoder {
    /// The largest width and height.
    public static let sideLimit = 32_768
    /// The most pixels.
    public static let pixelLimit = 1 << 26
    /// The most bytes that a chunk other than image data may take.
    static let chunkLimit = 16 << 20

    /// Decodes a file.
    ///
    /// - Throws: ``BallastError`` that names the file: `notFound` where there is none, `badInput`
    ///   where it cannot be read or is no whole PNG image within the limits.
    public static func decode(_ path: String) throws(BallastError) -> DecodedImage {
        guard let file = fopen(path, "rb") else {
            let isMissing = errno == ENOENT || errno == ENOTDIR
            throw BallastError(
                isMissing ? .notFound : .badInput,
                isMissing ? "there is no such file" : "the file cannot be opened", at: path,
                mend: "Check the path and its permissions.")
        }
        defer { fclose(file) }
        let context = try PNGContext(place: path)
        try context.read(from: file)
        return try context.decode()
    }

    /// Decodes a file's bytes.
    ///
    /// - Parameter name: what errors call the image.
    public static func decode(
        _ bytes: [UInt8], name: String
    ) throws(BallastError) -> DecodedImage {
        let context = try PNGContext(place: name)
        let result: Result<DecodedImage, BallastError> = bytes.withUnsafeBytes { buffer in
            do throws(BallastError) {
                try context.read(from: buffer)
                return .success(try context.decode())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
