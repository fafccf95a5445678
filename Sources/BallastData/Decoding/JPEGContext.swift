import BallastCore
import CTurboJPEG

/// Owns one TurboJPEG decoder; good for one image.
struct JPEGContext: ~Copyable {
    private let handle: tjhandle
    private let place: String

    init(place: String) throws(BallastError) {
        guard let handle = tjInitDecompress() else {
            throw BallastError(.unsupported, "libjpeg-turbo gives no decoder", at: place)
        }
        self.handle = handle
        self.place = place
    }

    deinit { tjDestroy(handle) }

    /// Decodes all pixels in the orientation in which they are stored.
    ///
    /// - Returns: grey for one component, inks for four, else RGB; and their number.
    func decode(
        _ bytes: UnsafeRawBufferPointer, _ header: JPEGHeader
    ) throws(BallastError) -> (pixels: [UInt8], channels: Int) {
        let (channels, format) =
            switch header.components {
            case 1: (1, TJPF_GRAY)
            case 4: (4, TJPF_CMYK)
            default: (3, TJPF_RGB)
            }
        let rowLength = header.width * channels
        let byteCount = rowLength * header.height
        var status: Int32 = 0
        let pixels = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initialized in
            status = tjDecompress2(
                handle, bytes.bindMemory(to: UInt8.self).baseAddress, UInt(bytes.count),
                buffer.baseAddress, Int32(header.width), Int32(rowLength), Int32(header.height),
                format.rawValue, TJFLAG_LIMITSCANS)
            initialized = status == 0 || isHarmless(bytes, header) ? byteCount : 0
        }
        guard pixels.count == byteCount else {
            throw .unreadableImage("not a whole JPEG image: \(message)", at: place)
        }
        return (pixels, channels)
    }

    private var message: String {
        tjGetErrorStr2(handle).map { String(cString: $0) } ?? "libjpeg-turbo gives no reason"
    }

    /// Whether what the decoder complains about leaves the pixels as they were written.
    ///
    /// It tells its first complaint only, so that the end of the file is looked for as well.
    private func isHarmless(_ bytes: UnsafeRawBufferPointer, _ header: JPEGHeader) -> Bool {
        guard tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue) else { return false }
        let text = message
        return Self.harmless.contains { text.contains($0) } && header.isClosed(bytes)
    }

    /// Parts of libjpeg's warnings about files that cameras and converters write every day.
    private static let harmless = [
        "extraneous bytes before marker", "Adobe color transform code", "JFIF revision",
        "Invalid SOS parameters", "bad ICC marker",
    ]
}
