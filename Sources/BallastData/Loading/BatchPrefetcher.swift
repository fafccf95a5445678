/// Reads the batches that come next on threads of its own, into a fixed number of buffers.
///
/// Work is handed out image by image, and each image is a pure function of its position and epoch:
/// the batches do not depend on the number of threads, nor on what was read ahead. A batch that was
/// not foreseen, as after a step back, is read all the same. Whoever waits for a batch reads its
/// remaining images itself, so that starved threads hold nothing up.
///
/// Ending is by release: the threads finish the image they are at, and are waited for.
final class BatchPrefetcher: Sendable {
    /// How many batches are read ahead.
    static let depth = 2

    private let queue: LoaderQueue
    private let threads: [LoaderThread]

    init(_ reader: SampleReader, batchSize: Int, threads: Int) {
        let queue = LoaderQueue(reader, batchSize: batchSize, slots: Self.depth + 1)
        self.queue = queue
        self.threads = (0..<threads).compactMap { _ in LoaderThread { queue.work() } }
    }

    deinit {
        queue.close()
        for thread in threads { thread.join() }
    }

    /// Fills memory with the images of a batch.
    ///
    /// - Throws: what reading the first image at fault throws.
    func read(_ batch: BatchInfo, into images: UnsafeMutablePointer<Float>) throws {
        try queue.take(batch, into: images)
    }

    /// Tells which batches come next; those read ahead for nothing are dropped.
    func expect(_ batches: [BatchInfo]) {
        queue.expect(batches)
    }
}
