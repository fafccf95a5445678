import Dispatch
import Synchronization

/// How often each byte stands in each channel of images.
struct ByteHistogram {
    /// 256 counts per channel.
    private(set) var counts: [Int]
    private let shape: ImageShape

    private init(_ shape: ImageShape) {
        self.shape = shape
        counts = [Int](repeating: 0, count: shape.channels * 256)
    }

    /// Images that one thread counts at a time.
    private static let chunk = 64

    /// Counts chosen images on all processors.
    ///
    /// - Throws: what the data set throws for the first of them that cannot be read.
    static func total(of dataset: any ImageDataset, at indices: [Int]) throws -> ByteHistogram {
        let shape = dataset.imageShape
        let chunkCount = (indices.count + chunk - 1) / chunk
        let shared = Mutex((total: ByteHistogram(shape), failures: [Int: any Error]()))
        DispatchQueue.concurrentPerform(iterations: chunkCount) { number in
            var part = ByteHistogram(shape)
            var failure: (any Error)?
            do {
                try part.add(dataset, indices[(number * chunk)...].prefix(chunk))
            } catch {
                failure = error
            }
            shared.withLock { shared in
                shared.failures[number] = failure
                for index in part.counts.indices {
                    shared.total.counts[index] += part.counts[index]
                }
            }
        }
        return try shared.withLock { shared in
            if let first = shared.failures.min(by: { $0.key < $1.key }) { throw first.value }
            return shared.total
        }
    }

    private mutating func add(_ dataset: any ImageDataset, _ indices: ArraySlice<Int>) throws {
        let channels = shape.channels
        var image = [UInt8](repeating: 0, count: shape.byteCount)
        for index in indices {
            try image.withUnsafeMutableBufferPointer { try dataset.copyPixels(at: index, into: $0) }
            image.withUnsafeBufferPointer { pixels in
                counts.withUnsafeMutableBufferPointer { counts in
                    for channel in 0..<channels {
                        for position in stride(from: channel, to: pixels.count, by: channels) {
                            counts[channel << 8 | Int(pixels[position])] += 1
                        }
                    }
                }
            }
        }
    }
}
