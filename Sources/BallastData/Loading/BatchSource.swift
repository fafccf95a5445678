/// Hands out normalized batches of a data set, epoch after epoch, into the caller's buffers.
///
/// The sequence is a pure function of data, sampler, batch size and cursor, so that a source made
/// with a stored ``cursor`` goes on exactly where the other stood.
public struct BatchSource: Sendable {
    /// What happens to the images that do not fill the last batch of an epoch.
    public enum Remainder: Sendable {
        /// They are left out of this epoch, so that all batches have one size.
        case dropped
        /// They make a smaller last batch, so that every image is seen.
        case kept
    }

    public let dataset: any ImageDataset
    /// The most images of a batch: the size asked for, cut to the size of the data set.
    public let batchSize: Int
    public private(set) var remainder: Remainder
    /// Where the next batch starts; set it to go back or to resume.
    public var cursor: BatchCursor {
        didSet { precondition(cursor.position <= dataset.count, "the cursor lies behind the data") }
    }

    /// Samples that are left out of every batch, with the epoch from which on.
    public var quarantine: [Int: Int] = [:] {
        didSet {
            guard quarantine != oldValue else { return }
            precondition(
                quarantine.count <= dataset.count - batchSize, "no batch is left of the data")
            orderedEpoch = nil
        }
    }

    private let sampler: any Sampler
    private let reader: SampleReader
    private var order: [Int] = []
    private var orderedEpoch: Int?
    private var scratch = TransformScratch()
    private var prefetcher: BatchPrefetcher?

    /// - Precondition: the data set is not empty, the batch size is positive, and the normalization
    ///   is for as many channels as the images have.
    /// - Parameters:
    ///   - plan: what images go through before they are normalized.
    ///   - transform: changes every image behind its normalization.
    ///   - loaderThreads: threads that read batches ahead; with 0 the caller reads them itself. The
    ///     batches are the same.
    public init(
        dataset: any ImageDataset, batchSize: Int, sampler: any Sampler,
        normalization: PixelNormalization, plan: TransformPlan? = nil,
        transform: (any SampleTransform)? = nil, remainder: Remainder,
        cursor: BatchCursor = .start, loaderThreads: Int = 0
    ) {
        precondition(dataset.count > 0, "\(dataset.name) holds no image")
        precondition(batchSize > 0, "a batch of \(batchSize) images cannot be filled")
        precondition(cursor.position <= dataset.count, "the cursor lies behind the data")
        self.dataset = dataset
        self.batchSize = min(batchSize, dataset.count)
        self.sampler = sampler
        self.remainder = remainder
        self.cursor = cursor
        reader = SampleReader(
            dataset, normalization: normalization, plan: plan, transform: transform)
        if loaderThreads > 0 {
            prefetcher = BatchPrefetcher(
                reader, batchSize: self.batchSize, threads: loaderThreads)
        }
    }

    /// The images as they are handed out.
    public var imageShape: ImageShape { reader.imageShape }

    /// The same batches, none of them read ahead: for a look at what comes, beside the source that
    /// goes on.
    public var withoutPrefetching: BatchSource {
        var copy = self
        copy.prefetcher = nil
        return copy
    }

    /// The same batches without those that are not full.
    public var fullBatches: BatchSource {
        var copy = self
        copy.remainder = .dropped
        return copy
    }

    /// Full batches in an order of their own each epoch, for training.
    public init(
        training dataset: any ImageDataset, batchSize: Int, seed: UInt64,
        normalization: PixelNormalization, cursor: BatchCursor = .start
    ) {
        self.init(
            dataset: dataset, batchSize: batchSize, sampler: PermutationSampler(seed: seed),
            normalization: normalization, remainder: .dropped, cursor: cursor)
    }

    /// Batches in the data's own order with the partial one at the end, for evaluation.
    public init(
        evaluating dataset: any ImageDataset, batchSize: Int, normalization: PixelNormalization
    ) {
        self.init(
            dataset: dataset, batchSize: batchSize, sampler: SequentialSampler(),
            normalization: normalization, remainder: .kept)
    }

    /// The number of batches in each epoch.
    public var batchesPerEpoch: Int {
        switch remainder {
        case .dropped: dataset.count / batchSize
        case .kept: (dataset.count + batchSize - 1) / batchSize
        }
    }

    /// The number of images of the next batch.
    public var nextCount: Int {
        mutating get {
            guard remainder == .kept else { return batchSize }
            arrange(cursor.epoch)
            let left = order.count - cursor.position
            return left > 0 ? min(batchSize, left) : batchSize
        }
    }

    /// The number of floats that a full batch takes.
    public var imageElementCount: Int { batchSize * imageShape.byteCount }

    /// Fills the buffers with the next batch and moves the cursor behind it; starts the next epoch
    /// where this one is spent.
    ///
    /// - Parameters:
    ///   - images: room for ``imageElementCount`` floats, filled as N×H×W×C.
    ///   - labels: room for ``batchSize`` classes.
    /// - Throws: what the data set throws for an unreadable image; the cursor then stays.
    /// - Complexity: O(pixels); O(images) more at the start of an epoch.
    public mutating func next(
        images: UnsafeMutablePointer<Float>, labels: UnsafeMutablePointer<Int32>
    ) throws -> BatchInfo {
        let info = upcoming()
        if let prefetcher {
            for (position, label) in info.labels.enumerated() { labels[position] = Int32(label) }
            try prefetcher.read(info, into: images)
        } else {
            try fill(info.indices, epoch: info.epoch, images: images, labels: labels)
        }
        cursor = BatchCursor(
            epoch: info.epoch, position: info.positionInEpoch + info.indices.count)
        prefetcher?.expect(comingBatches(BatchPrefetcher.depth))
        return info
    }

    /// The batches behind the cursor.
    private mutating func comingBatches(_ count: Int) -> [BatchInfo] {
        let (place, order, epoch) = (cursor, order, orderedEpoch)
        defer { (cursor, self.order, orderedEpoch) = (place, order, epoch) }
        return (0..<count).map { _ in passOver() }
    }

    /// Moves the cursor behind the next batch as ``next(images:labels:)`` does, and reads no image.
    @discardableResult
    public mutating func passOver() -> BatchInfo {
        let info = upcoming()
        cursor = BatchCursor(
            epoch: info.epoch, position: info.positionInEpoch + info.indices.count)
        return info
    }

    /// The batch at the cursor, or the first of the next epoch where this one is spent.
    private mutating func upcoming() -> BatchInfo {
        var start = cursor
        arrange(start.epoch)
        if order.count - start.position < (remainder == .dropped ? batchSize : 1) {
            start = BatchCursor(epoch: start.epoch + 1)
            arrange(start.epoch)
        }
        let end = min(start.position + batchSize, order.count)
        let indices = Array(order[start.position..<end])
        return BatchInfo(
            indices: indices, labels: indices.map(dataset.label(at:)), epoch: start.epoch,
            positionInEpoch: start.position)
    }

    /// Brings the samples into the order of an epoch.
    private mutating func arrange(_ epoch: Int) {
        guard orderedEpoch != epoch else { return }
        order = arranged(epoch)
        orderedEpoch = epoch
    }

    private func arranged(_ epoch: Int) -> [Int] {
        let order = sampler.order(count: dataset.count, epoch: epoch)
        guard !quarantine.isEmpty else { return order }
        func isLeft(_ index: Int) -> Bool { quarantine[index].map { $0 > epoch } ?? true }
        let left = order.filter(isLeft)
        // Draws with replacement may leave fewer than a batch.
        return left.count < batchSize ? left + (0..<dataset.count).filter(isLeft) : left
    }

    /// The samples of every full batch of an epoch, in order; no image is read.
    ///
    /// - Complexity: O(images).
    public func batchIndices(epoch: Int) -> [[Int]] {
        let order = arranged(epoch)
        return stride(from: 0, through: order.count - batchSize, by: batchSize).map {
            Array(order[$0..<($0 + batchSize)])
        }
    }

    /// Fills the buffers with chosen images, such as those of an earlier batch; the cursor stays.
    ///
    /// - Parameters:
    ///   - indices: positions in the data set, in batch order.
    ///   - epoch: the one that a transform is told; nil: the cursor's.
    ///   - images: room for all of them, filled as N×H×W×C.
    ///   - labels: room for as many classes.
    public mutating func fill(
        _ indices: [Int], epoch: Int? = nil, images: UnsafeMutablePointer<Float>,
        labels: UnsafeMutablePointer<Int32>
    ) throws {
        let elementCount = imageShape.byteCount
        for (position, index) in indices.enumerated() {
            labels[position] = Int32(dataset.label(at: index))
            try reader.read(
                index, epoch: epoch ?? cursor.epoch, into: images + position * elementCount,
                &scratch)
        }
    }
}
