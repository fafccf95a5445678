import BallastCore
import BallastData
import Synchronization
import Testing

@Suite struct LoaderTests {
    /// The small images, of which one cannot be read, and which tells when it is gone.
    private struct Faulty: ImageDataset {
        let base = smallDataset()
        var fault: Int?
        var whenGone: Gone?

        var name: String { base.name }
        var count: Int { base.count }
        var classNames: [String] { base.classNames }
        var imageShape: ImageShape { base.imageShape }
        var digest: String { base.digest }

        func label(at index: Int) -> Int { base.label(at: index) }

        func copyPixels(
            at index: Int, into destination: UnsafeMutableBufferPointer<UInt8>
        ) throws {
            if index == fault {
                throw BallastError(.badInput, "not a whole image", at: "cat/\(index).jpg")
            }
            base.copyPixels(at: index, into: destination)
        }
    }

    private final class Gone: Sendable {
        private let counter: Counter

        init(_ counter: Counter) { self.counter = counter }

        deinit { counter.value.withLock { $0 += 1 } }
    }

    private final class Counter: Sendable {
        let value = Mutex(0)
    }

    /// Doubles a value of an image by its epoch, so that a wrong epoch shows.
    private struct Mark: SampleTransform {
        func apply(to values: UnsafeMutableBufferPointer<Float>, index: Int, epoch: Int) {
            values[0] += Float(index * 1000 + epoch)
        }
    }

    private func source(
        _ dataset: any ImageDataset = smallDataset(), threads: Int, batchSize: Int = 16,
        remainder: BatchSource.Remainder = .dropped
    ) -> BatchSource {
        BatchSource(
            dataset: dataset, batchSize: batchSize, sampler: PermutationSampler(seed: 3),
            normalization: .none, transform: Mark(), remainder: remainder, loaderThreads: threads)
    }

    private struct Batch: Equatable {
        var info: BatchInfo
        var images: [Float]
        var labels: [Int32]
    }

    private func next(_ source: inout BatchSource) throws -> Batch {
        var images = [Float](repeating: -1, count: source.imageElementCount)
        var labels = [Int32](repeating: -1, count: source.batchSize)
        let info = try source.next(images: &images, labels: &labels)
        return Batch(info: info, images: images, labels: labels)
    }

    @Test(arguments: [1, 2, 5])
    func batchesAreTheSameWhateverTheThreads(threads: Int) throws {
        var plain = source(threads: 0)
        var loaded = source(threads: threads)
        for _ in 0..<30 { #expect(try next(&loaded) == next(&plain)) }
        #expect(loaded.cursor == plain.cursor)
    }

    @Test func stepsBackAndQuarantinesAreFollowed() throws {
        var plain = source(threads: 0)
        var loaded = source(threads: 2)
        for round in 0..<12 {
            if round == 4 { (plain.cursor, loaded.cursor) = (.start, .start) }
            if round == 7 {
                plain.quarantine = [5: 0, 60: 0]
                loaded.quarantine = [5: 0, 60: 0]
            }
            if round == 9 {
                plain.passOver()
                loaded.passOver()
            }
            #expect(try next(&loaded) == next(&plain))
        }
    }

    @Test func theNextCountIsThatOfTheNextBatch() throws {
        var source = source(threads: 0, remainder: .kept)
        source.quarantine = [5: 0, 60: 1]
        var counts: [Int] = []
        for _ in 0..<(2 * source.batchesPerEpoch) {
            let expected = source.nextCount
            let info = source.passOver()
            #expect(info.count == expected)
            counts.append(info.count)
        }
        #expect(Set(counts).count > 1)
        var full = source.fullBatches
        #expect((0..<9).allSatisfy { _ in full.passOver().count == full.batchSize })
    }

    @Test func copiesDoNotDisturbEachOther() throws {
        var plain = source(threads: 0)
        var loaded = source(threads: 2)
        _ = try (next(&plain), next(&loaded))
        var copy = loaded
        var look = loaded.withoutPrefetching
        let expected = try (0..<3).map { _ in try next(&plain) }
        #expect(try (0..<3).map { _ in try next(&copy) } == expected)
        #expect(try (0..<3).map { _ in try next(&look) } == expected)
        #expect(try (0..<3).map { _ in try next(&loaded) } == expected)
    }

    @Test(arguments: [0, 1, 3])
    func anUnreadableImageIsNamedWhereItsBatchIsDue(threads: Int) throws {
        let order = PermutationSampler(seed: 3).order(count: 100, epoch: 0)
        var loaded = source(Faulty(fault: order[40]), threads: threads)
        _ = try (next(&loaded), next(&loaded))
        let cursor = loaded.cursor
        for _ in 0..<2 {
            let error = #expect(throws: BallastError.self) { try next(&loaded) }
            #expect(error?.place == "cat/\(order[40]).jpg")
            #expect(loaded.cursor == cursor)
        }
        loaded.passOver()
        #expect(try next(&loaded).info.positionInEpoch == 48)
    }

    @Test func theEndLeavesNothingBehind() throws {
        let counter = Counter()
        for round in 0..<20 {
            var dataset = Faulty()
            dataset.whenGone = Gone(counter)
            var loaded = source(dataset, threads: 3)
            for _ in 0..<(round % 4) { _ = try next(&loaded) }
        }
        // Threads that lived on would hold the data.
        #expect(counter.value.withLock { $0 } == 20)
    }
}
