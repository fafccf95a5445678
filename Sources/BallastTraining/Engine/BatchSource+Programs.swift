import BallastData
import BallastRuntime

extension BatchSource {
    /// Fills the inputs `images` and `labels` of a program with the next batch.
    ///
    /// - Precondition: the program was compiled for as many images as the batch has, of their
    ///   shape.
    /// - Throws: what the data set throws for an unreadable image; the cursor then stays.
    @discardableResult
    public mutating func next(into program: Executable) throws -> BatchInfo {
        let (images, labels) = (program.floatInput("images"), program.integerInput("labels"))
        let count = nextCount
        precondition(
            labels.count == count && images.count == count * imageShape.byteCount,
            "\(count) images of \(imageShape) do not fit the program")
        return try next(images: images.baseAddress!, labels: labels.baseAddress!)
    }
}
