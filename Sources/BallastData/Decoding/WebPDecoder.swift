import BallastCore
import CWebP

/// Decodes WebP files with libwebp, lossy and lossless, with and without alpha.
///
/// Animations are refused, since it is not said which of their images is meant. The EXIF
/// orientation is applied.
public enum WebPDecoder {
    /// Decodes a file's bytes.
    ///
    /// - Parameter name: what errors call the image.
    /// - Throws: ``BallastError`` of kind `badInput` where this is no whole WebP image within the
    ///   limits, which are checked before memory is taken.
    public static func decode(
        _ bytes: [UInt8], name: String, limits: ImageLimits = .standard
    ) throws(BallastError) -> DecodedImage {
        var features = WebPBitstreamFeatures()
        guard WebPGetFeatures(bytes, bytes.count, &features) == VP8_STATUS_OK else {
            throw .unreadableImage("not a whole WebP image", at: name)
        }
        guard features.has_animation == 0 else {
            throw BallastError(
                .badInput, "an animated WebP image cannot be read", at: name,
                mend: "Store the images that you want one by one, or remove the file.")
        }
        let (width, height) = (Int(features.width), Int(features.height))
        if let objection = limits.objection(width: width, height: height) {
            throw .unreadableImage(objection, at: name)
        }
        let channels = features.has_alpha == 0 ? 3 : 4
        let byteCount = width * height * channels
        let pixels = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initialized in
            let decode = channels == 3 ? WebPDecodeRGBInto : WebPDecodeRGBAInto
            let end = decode(
                bytes, bytes.count, buffer.baseAddress, byteCount, Int32(width * channels))
            initialized = end == nil ? 0 : byteCount
        }
        guard pixels.count == byteCount else {
            throw .unreadableImage("the WebP image is cut off or damaged", at: name)
        }
        let image = DecodedImage(width: width, height: height, channels: channels, bytes: pixels)
        return image.oriented(orientation(bytes))
    }

    /// What the metadata of the container say (RIFF chunks: four letters, a length, contents that
    /// are padded to an even number).
    private static func orientation(_ bytes: [UInt8]) -> ImageOrientation {
        bytes.withUnsafeBytes { buffer in
            var position = 12
            while position + 8 <= buffer.count {
                let start = position + 8
                let length = buffer[(position + 4)..<start].reversed().reduce(0) {
                    $0 << 8 | Int($1)
                }
                guard length <= buffer.count - start else { return .upright }
                if buffer[position..<(position + 4)].elementsEqual("EXIF".utf8) {
                    let content = buffer[start..<(start + length)]
                    return EXIFBlock(UnsafeRawBufferPointer(rebasing: content)).orientation
                }
                position = start + length + length % 2
            }
            return .upright
        }
    }
}
