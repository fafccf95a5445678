import BallastCore

/// The extents of an image as channels-last passes see them.
struct ChannelExtent {
    let batch: Int
    let pixels: Int
    let channels: Int

    init(_ shape: Shape) {
        batch = shape[0]
        channels = shape[1]
        pixels = shape.count / (shape[0] * shape[1])
    }
}
