import BallastCore

/// Takes decoded images of one shape, each at its position; several threads may write at once.
protocol ImageStore: Sendable {
    /// - Throws: ``BallastError`` of kind `cannotWrite`.
    func write(_ image: UnsafeRawBufferPointer, at position: Int) throws(BallastError)

    /// Puts an image at an earlier position.
    ///
    /// - Throws: ``BallastError`` of kind `cannotWrite`.
    func move(_ position: Int, to target: Int) throws(BallastError)
}
