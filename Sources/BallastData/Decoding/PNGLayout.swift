import CSPNG

/// What libspng is asked to decode into, and which of its channels make the image.
///
/// libspng gives grey only for 8 bits and fewer without transparency; other grey images are
/// decoded as RGB or RGBA, whose superfluous copies of the grey are dropped.
struct PNGLayout {
    /// The channels of the image: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.
    let channels: Int
    private let decodedChannels: Int

    init(_ header: spng_ihdr, hasTransparency: Bool) {
        let type = UInt32(header.color_type)
        let isGrey =
            type == SPNG_COLOR_TYPE_GRAYSCALE.rawValue
            || type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA.rawValue
        let hasAlpha =
            hasTransparency || type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA.rawValue
            || type == SPNG_COLOR_TYPE_TRUECOLOR_ALPHA.rawValue
        channels = (isGrey ? 1 : 3) + (hasAlpha ? 1 : 0)
        decodedChannels =
            isGrey && !hasAlpha && header.bit_depth <= 8 ? 1 : (hasAlpha ? 4 : 3)
    }

    /// libspng's number of the format.
    var format: Int32 {
        switch decodedChannels {
        case 1: Int32(SPNG_FMT_G8.rawValue)
        case 3: Int32(SPNG_FMT_RGB8.rawValue)
        default: Int32(SPNG_FMT_RGBA8.rawValue)
        }
    }

    /// The image's own channels of decoded bytes.
    func pick(_ decoded: [UInt8]) -> [UInt8] {
        guard channels != decodedChannels else { return decoded }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(decoded.count / decodedChannels * channels)
        for start in stride(from: 0, to: decoded.count, by: decodedChannels) {
            bytes.append(decoded[start])
            if channels == 2 { bytes.append(decoded[start + 3]) }
        }
        return bytes
    }
}
