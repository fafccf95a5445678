/// An image file's pixels: rows from the top, channels innermost, one byte each.
public struct DecodedImage: Hashable, Sendable {
    public let width: Int
    public let height: Int
    /// 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha (not premultiplied).
    public let channels: Int
    public let bytes: [UInt8]

    /// - Precondition: `bytes` has `width × height × channels` elements, 1 to 4 channels.
    public init(width: Int, height: Int, channels: Int, bytes: [UInt8]) {
        precondition((1...4).contains(channels), "\(channels) channels are no known kind of image")
        precondition(
            bytes.count == width * height * channels,
            "\(bytes.count) bytes are not \(width)×\(height)×\(channels)")
        self.width = width
        self.height = height
        self.channels = channels
        self.bytes = bytes
    }

    public var shape: ImageShape { ImageShape(height: height, width: width, channels: channels) }
}
