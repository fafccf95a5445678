import BallastCore
import CSPNG

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writes images as PNG files with libspng.
public enum PNGEncoder {
    /// The bytes of a PNG file with the image's channels at 8 bits.
    ///
    /// - Throws: ``BallastError`` of kind `unsupported` where libspng refuses.
    public static func encode(_ image: DecodedImage) throws(BallastError) -> [UInt8] {
        guard let context = spng_ctx_new(Int32(SPNG_CTX_ENCODER.rawValue)) else {
            throw BallastError(.unsupported, "libspng gives no encoder")
        }
        defer { spng_ctx_free(context) }
        var header = spng_ihdr()
        header.width = UInt32(image.width)
        header.height = UInt32(image.height)
        header.bit_depth = 8
        header.color_type = colorType(image.channels)
        try check(spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1))
        try check(spng_set_ihdr(context, &header))
        try check(
            spng_encode_image(
                context, image.bytes, image.bytes.count, Int32(SPNG_FMT_PNG.rawValue),
                Int32(SPNG_ENCODE_FINALIZE.rawValue)))
        var count = 0
        var status: Int32 = 0
        guard let buffer = spng_get_png_buffer(context, &count, &status) else {
            throw BallastError(.unsupported, "libspng gives no file: error \(status)")
        }
        defer { free(buffer) }
        return Array(UnsafeRawBufferPointer(start: buffer, count: count))
    }

    private static func colorType(_ channels: Int) -> UInt8 {
        let type =
            switch channels {
            case 1: SPNG_COLOR_TYPE_GRAYSCALE
            case 2: SPNG_COLOR_TYPE_GRAYSCALE_ALPHA
            case 3: SPNG_COLOR_TYPE_TRUECOLOR
            default: SPNG_COLOR_TYPE_TRUECOLOR_ALPHA
            }
        return UInt8(type.rawValue)
    }

    private static func check(_ status: Int32) throws(BallastError) {
        guard status != 0 else { return }
        let reason = spng_strerror(status).map { String(cString: $0) } ?? "error \(status)"
        throw BallastError(.unsupported, "libspng cannot write the image: \(reason)")
    }
}
