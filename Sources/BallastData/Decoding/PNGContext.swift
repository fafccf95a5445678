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

    /// - Parameter buffer: must outlive the decoding.
    func read(from buffer: UnsafeRawBufferPointer) throws(BallastError) {
        try check(spng_set_png_buffer(context, buffer.baseAddress, buffer.count))
    }

    /// Reads header, pixels, and the chunks to the end of the file.
    func decode(_ limits: ImageLimits) throws(BallastError) -> DecodedImage {
        let side = UInt32(limits.side)
        try check(spng_set_image_limits(context, side, side))
        try check(spng_set_chunk_limits(context, PNGDecoder.chunkLimit, PNGDecoder.chunkLimit))
        var header = spng_ihdr()
        try check(spng_get_ihdr(context, &header))
        let (width, height) = (Int(header.width), Int(header.height))
        if let objection = limits.objection(width: width, height: height) {
            throw fault(objection)
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
        let image = DecodedImage(
            width: width, height: height, channels: layout.channels, bytes: layout.pick(decoded))
        return image.oriented(orientation())
    }

    /// What the metadata say, which may stand behind the pixels.
    private func orientation() -> ImageOrientation {
        var exif = spng_exif()
        guard spng_get_exif(context, &exif) == 0 else { return .upright }
        return EXIFBlock(UnsafeRawBufferPointer(start: exif.data, count: exif.length)).orientation
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
        .unreadableImage(what, at: place)
    }
}
