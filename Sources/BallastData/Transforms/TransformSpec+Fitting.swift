import BallastCore

extension TransformSpec {
    /// The shape that the model sees of stored images.
    ///
    /// - Throws: ``BallastError`` of kind `usage` where the steps do not fit.
    public func output(
        of input: ImageShape, imageSize: Int?
    ) throws(BallastError) -> ImageShape {
        let size = imageSize ?? input.height
        guard size <= min(input.height, input.width) else {
            throw BallastError(
                .usage, "images stored at \(input.height) pixels have no part of \(size)",
                at: Self.option, mend: "Let 'resize' be at least --image-size \(size).")
        }
        if case .random(let padding)? = crop, padding == 0, size == input.height {
            throw BallastError(
                .usage, "random-crop leaves images of \(size) pixels as they are",
                at: Self.option,
                mend: "Store them larger, as with 'resize:\(size + size / 8)+random-crop' and "
                    + "--image-size \(size), or add an edge, as with 'random-crop:padding=4'.")
        }
        return input.resized(height: size, width: size)
    }
}
