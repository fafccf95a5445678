/// What a batch holds and where it came from.
public struct BatchInfo: Hashable, Sendable {
    /// The positions in the data set, in batch order.
    public let indices: [Int]
    /// The class of each image, in batch order.
    public let labels: [Int]
    public let epoch: Int
    /// The number of images of the epoch before this batch.
    public let positionInEpoch: Int

    package init(indices: [Int], labels: [Int], epoch: Int, positionInEpoch: Int) {
        self.indices = indices
        self.labels = labels
        self.epoch = epoch
        self.positionInEpoch = positionInEpoch
    }

    /// The number of images.
    public var count: Int { indices.count }
}
