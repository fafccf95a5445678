/// Where a ``BatchSource`` stands: all that a checkpoint needs to go on with the very next batch.
public struct BatchCursor: Hashable, Sendable, Codable {
    /// The running epoch, from 0.
    public var epoch: Int
    /// The number of images of this epoch that have been handed out.
    public var position: Int

    public init(epoch: Int = 0, position: Int = 0) {
        precondition(epoch >= 0 && position >= 0, "a cursor cannot stand before the first batch")
        self.epoch = epoch
        self.position = position
    }

    public static let start = BatchCursor()
}
