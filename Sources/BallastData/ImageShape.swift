import BallastCore

/// The extents of one image, in the order in which its bytes lie: rows, columns, channels.
public struct ImageShape: Hashable, Sendable, Codable {
    public let height: Int
    public let width: Int
    /// 1 for grey, 3 for RGB.
    public let channels: Int

    /// - Precondition: all extents are positive.
    public init(height: Int, width: Int, channels: Int) {
        precondition(
            height > 0 && width > 0 && channels > 0,
            "an image of \(height)×\(width)×\(channels) has no pixels")
        self.height = height
        self.width = width
        self.channels = channels
    }

    /// The number of bytes of one image: `height × width × channels`.
    public var byteCount: Int { height * width * channels }

    /// Channels, height, width: the order in which models are traced.
    public var channelsFirst: Shape { [channels, height, width] }

    /// The same number of channels on another grid.
    public func resized(height: Int, width: Int) -> ImageShape {
        ImageShape(height: height, width: width, channels: channels)
    }

    /// Copies the centre of a larger image that has as many channels.
    func copyCentre(
        of source: UnsafeBufferPointer<UInt8>, _ whole: ImageShape,
        into destination: UnsafeMutableBufferPointer<UInt8>
    ) {
        let (top, left) = ((whole.height - height) / 2, (whole.width - width) / 2)
        let length = width * channels
        for row in 0..<height {
            let start = ((top + row) * whole.width + left) * channels
            _ = UnsafeMutableBufferPointer(rebasing: destination[(row * length)...])
                .update(fromContentsOf: source[start..<(start + length)])
        }
    }
}

extension ImageShape: CustomStringConvertible {
    public var description: String { "\(height)×\(width)×\(channels)" }
}
