import BallastCore
import CSPNG

/// Owns one libspng decoder; good for one image.
struct PNGContext: ~Copyable {
    private let context: OpaquePointer
    private let place: String

    init(place: String) throws(BallastError) {
        guard let context = spng_ctx_new(0) else {
            throw BallastError(.unsupported, "libspng gives no decoder", at: place)
        }
        self.context = context
        self.place = place
    }

    deinit { spng_ctx_free(context) }

    func read(from file: UnsafeMutablePointer<FILE>) throws(BallastError) {
        try check(spng_set_png_file(context, file))
    }

    /// - Parameter buffer: must outlive the decoding.
    func read(from buffer: UnsafeRawBufferPointer) throws(BallastError) {
        try check(spng_set_png_buffer(context, buffer.baseAddress, buffer.count))
    }

    /// Reads header, pixels, and the chunks to the end of the file.
    func decode() throws(BallastError) -> DecodedImage {
        let side = UInt32(PNGDecoder.sideLimit)
        try check(spng_set_image_limits(context, side, side))
        try check(spng_set_chunk_limits(context, PNGDecoder.chunkLimit, PNGDecoder.chunkLimit))
        var header = spng_ihdr()
        try check(spng_get_ihdr(context, &header))
        let (width, height) = (Int(header.width), Int(header.height))
        guard width * height <= PNGDecoder.pixelLimit else {
            throw fault("\(width)×\(height) pixels are above the limit of \(PNGDecoder.pixelLimit)")
        }
        let layout = PNGLayout(header, hasTransparency: hasTransparency())
        var byteCount = 0
        try check(spng_decoded_image_size(context, layout.format, &byteCount))
        var status: Int32 = 0
        let decoded = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initialized in
            status = spng_decode_image(
                context, buffer.baseAddress, byteCount, layout.format,
                Int32(SPNG_DECODE_TRNS.rawValue))
            initialized = status == 0 ? byteCount : 0
        }
        try check(status)
        try check(spng_decode_chunks(context))
        return DecodedImage(
            width: width, height: height, channels: layout.channels, bytes: layout.pick(decoded))
    }

    private func hasTransparency() -> Bool {
        var transparency = spng_trns()
        return spng_get_trns(context, &transparency) == 0
    }

    private func check(_ status: Int32) throws(BallastError) {
        guard status != 0 else { return }
        let reason = spng_strerror(status).map { String(cString: $0) } ?? "error \(status)"
        throw fault("not a whole PNG image: \(reason)")
    }

    private func fault(_ what: String) -> BallastError {
        BallastError(
            .badInput, what, at: place, mend: "Replace the file by a readable one, or remove it.")
    }
}
