import BallastCore

/// Decodes JPEG files with libjpeg-turbo.
///
/// Baseline and progressive images of 8-bit samples are read: grey, YCbCr and RGB, and CMYK and
/// YCCK, which become RGB by Adobe's convention of inverted inks, as in Pillow. The EXIF
/// orientation is applied. A file that is cut off or damaged is refused, although libjpeg would
/// fill the rest with grey; warnings that do not touch the pixels are let pass.
public enum JPEGDecoder {
    /// Decodes a file's bytes.
    ///
    /// - Parameter name: what errors call the image.
    /// - Throws: ``BallastError`` of kind `badInput` where this is no whole JPEG image within the
    ///   limits, which are checked before memory is taken.
    public static func decode(
        _ bytes: [UInt8], name: String, limits: ImageLimits = .standard
    ) throws(BallastError) -> DecodedImage {
        let result: Result<DecodedImage, BallastError> = bytes.withUnsafeBytes { buffer in
            do throws(BallastError) {
                return .success(try decode(buffer, name, limits))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static func decode(
        _ bytes: UnsafeRawBufferPointer, _ name: String, _ limits: ImageLimits
    ) throws(BallastError) -> DecodedImage {
        guard ImageFormat(signature: bytes) == .jpeg else {
            throw .unreadableImage("not a JPEG image", at: name)
        }
        let header = try JPEGHeader(bytes, place: name)
        if let objection = limits.objection(width: header.width, height: header.height) {
            throw .unreadableImage(objection, at: name)
        }
        let (pixels, channels) = try JPEGContext(place: name).decode(bytes, header)
        let image = DecodedImage(
            width: header.width, height: header.height, channels: channels == 4 ? 3 : channels,
            bytes: channels == 4 ? rgb(ofInvertedInks: pixels) : pixels)
        return image.oriented(header.orientation)
    }

    /// RGB of cyan, magenta, yellow and black, each stored as 255 minus the ink, in Pillow's
    /// integer arithmetic: `black − ink · black ÷ 255`, rounded.
    private static func rgb(ofInvertedInks inks: [UInt8]) -> [UInt8] {
        let pixelCount = inks.count / 4
        return [UInt8](unsafeUninitializedCapacity: pixelCount * 3) { buffer, initialized in
            for pixel in 0..<pixelCount {
                let light = Int(inks[pixel * 4 + 3])
                for channel in 0..<3 {
                    let product = (255 - Int(inks[pixel * 4 + channel])) * light + 128
                    let taken = (product >> 8 + product) >> 8
                    buffer[pixel * 3 + channel] = UInt8(max(light - taken, 0))
                }
            }
            initialized = pixelCount * 3
        }
    }
}
