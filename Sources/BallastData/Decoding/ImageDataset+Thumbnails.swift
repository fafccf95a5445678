import BallastCore

extension ImageDataset {
    /// One image as a small PNG file; smaller images keep their size.
    ///
    /// - Parameter side: the longer side is at most so many pixels.
    /// - Throws: what the data set throws for an unreadable image.
    public func thumbnail(at index: Int, side: Int = 48) throws -> [UInt8] {
        let shape = imageShape
        let image = DecodedImage(
            width: shape.width, height: shape.height, channels: shape.channels,
            bytes: try pixels(at: index))
        let longest = max(shape.width, shape.height)
        guard longest > side else { return try PNGEncoder.encode(image) }
        return try PNGEncoder.encode(
            image.resized(
                width: max(1, shape.width * side / longest),
                height: max(1, shape.height * side / longest)))
    }
}
