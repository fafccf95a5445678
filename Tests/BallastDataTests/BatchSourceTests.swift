import BallastData
import Testing

@Suite struct BatchSourceTests {
    private func source(
        batchSize: Int = 32, remainder: BatchSource.Remainder = .dropped,
        cursor: BatchCursor = .start
    ) -> BatchSource {
        BatchSource(
            dataset: smallDataset(), batchSize: batchSize, sampler: PermutationSampler(seed: 1),
            normalization: .none, remainder: remainder, cursor: cursor)
    }

    private func next(_ source: inout BatchSource) throws -> (info: BatchInfo, images: [Float]) {
        var images = [Float](repeating: -9, count: source.imageElementCount)
        var labels = [Int32](repeating: -9, count: source.batchSize)
        let info = try source.next(images: &images, labels: &labels)
        #expect(labels.prefix(info.count).map(Int.init) == info.labels)
        return (info, images)
    }

    @Test func everyEpochIsANewPermutation() {
        let sampler = PermutationSampler(seed: 1)
        let first = sampler.order(count: 100, epoch: 0)
        #expect(first.sorted() == Array(0..<100))
        #expect(first != sampler.order(count: 100, epoch: 1))
        #expect(first == sampler.order(count: 100, epoch: 0))
        #expect(first != PermutationSampler(seed: 2).order(count: 100, epoch: 0))
        #expect(SequentialSampler().order(count: 3, epoch: 4) == [0, 1, 2])
    }

    @Test func aFixedPermutationIsThatOfTheFirstEpoch() {
        let sampler = FixedPermutationSampler(seed: 1)
        let first = PermutationSampler(seed: 1).order(count: 100, epoch: 0)
        #expect(sampler.order(count: 100, epoch: 0) == first)
        #expect(sampler.order(count: 100, epoch: 7) == first)
        #expect(FixedPermutationSampler(seed: 2).order(count: 100, epoch: 0) != first)
    }

    @Test func classOrderKeepsTheDatasOrderWithinAClass() {
        let data = smallDataset()
        let order = ClassOrderSampler(data).order(count: 100, epoch: 3)
        #expect(order.sorted() == Array(0..<100))
        for (before, after) in zip(order, order.dropFirst()) {
            let labels = (data.label(at: before), data.label(at: after))
            #expect(labels.0 < labels.1 || (labels.0 == labels.1 && before < after))
        }
    }

    private struct ScaleOne: SampleTransform {
        let index: Int
        let epoch: Int

        func apply(to values: UnsafeMutableBufferPointer<Float>, index: Int, epoch: Int) {
            guard index == self.index, epoch == self.epoch else { return }
            for element in values.indices { values[element] *= 10 }
        }
    }

    @Test func aTransformChangesItsSampleInItsEpoch() throws {
        func batches(_ transform: (any SampleTransform)?) throws -> [[Float]] {
            var source = BatchSource(
                dataset: smallDataset(), batchSize: 4, sampler: SequentialSampler(),
                normalization: .none, transform: transform, remainder: .kept)
            return try (0..<26).map { _ in try next(&source).images }
        }
        var expected = try batches(nil)
        let found = try batches(ScaleOne(index: 3, epoch: 1))
        #expect(found[0] == expected[0], "the sample's first epoch is not touched")
        for element in 18..<24 { expected[25][element] *= 10 }
        #expect(found == expected)
    }

    @Test func aTransformSeesChosenImagesToo() throws {
        var source = BatchSource(
            dataset: smallDataset(), batchSize: 4, sampler: SequentialSampler(),
            normalization: .none, transform: ScaleOne(index: 7, epoch: 2), remainder: .kept)
        var images = [Float](repeating: 0, count: 6)
        var labels: [Int32] = [0]
        try source.fill([7], epoch: 2, images: &images, labels: &labels)
        #expect(images[1] == Float(43) / 255 * 10)
        try source.fill([7], images: &images, labels: &labels)
        #expect(images[1] == Float(43) / 255)
    }

    @Test(arguments: [
        (PixelNormalization.unit(channels: 3), Float(1)), (.bytes(channels: 3), 255),
    ])
    func scalesReachFromZeroToTheirEnd(normalization: PixelNormalization, end: Float) {
        let table = normalization.table(channels: 3)
        #expect(table[0] == 0)
        #expect(abs(table[255] / end - 1) < 1e-6)
        #expect(abs(table[2 * 256 + 51] / end - 0.2) < 1e-6)
    }

    @Test func trainingDropsTheRemainder() throws {
        var source = source()
        #expect(source.batchesPerEpoch == 3)
        var infos: [BatchInfo] = []
        for _ in 0..<4 { infos.append(try next(&source).info) }
        #expect(infos.map(\.epoch) == [0, 0, 0, 1])
        #expect(infos.map(\.positionInEpoch) == [0, 32, 64, 0])
        #expect(infos.allSatisfy { $0.count == 32 })
        #expect(Set(infos.prefix(3).flatMap(\.indices)).count == 96)
    }

    @Test func evaluationSeesEverythingInOrder() throws {
        var source = BatchSource(
            evaluating: smallDataset(), batchSize: 32, normalization: .none)
        var indices: [Int] = []
        for _ in 0..<source.batchesPerEpoch { indices += try next(&source).info.indices }
        #expect(indices == Array(0..<100))
        #expect(source.cursor == BatchCursor(epoch: 0, position: 100))
    }

    @Test func aLargeBatchIsCutToTheData() throws {
        var source = source(batchSize: 1_000)
        #expect(source.batchSize == 100 && source.batchesPerEpoch == 1)
        #expect(try next(&source).info.count == 100)
    }

    @Test(arguments: [BatchSource.Remainder.dropped, .kept])
    func resumeContinuesTheSequence(remainder: BatchSource.Remainder) throws {
        var whole = source(remainder: remainder)
        for _ in 0..<9 {
            var resumed = source(remainder: remainder, cursor: whole.cursor)
            let expected = try next(&whole)
            let actual = try next(&resumed)
            #expect(actual.info == expected.info)
            #expect(actual.images == expected.images)
            #expect(resumed.cursor == whole.cursor)
        }
    }

    @Test func pixelsAreNormalizedPerChannel() throws {
        let mean: [Float] = [0.5, 0.25, 0]
        let deviation: [Float] = [0.5, 2, 1]
        var source = BatchSource(
            evaluating: smallDataset(), batchSize: 4,
            normalization: PixelNormalization(mean: mean, standardDeviation: deviation))
        let images = try next(&source).images
        for element in 0..<24 {
            let channel = element % 3
            #expect(images[element] == (Float(element) / 255 - mean[channel]) / deviation[channel])
        }
    }

    @Test func chosenImagesLeaveTheCursor() throws {
        var source = source()
        var images = [Float](repeating: 0, count: 12)
        var labels = [Int32](repeating: 0, count: 2)
        try source.fill([7, 10], images: &images, labels: &labels)
        #expect(labels == [1, 2])
        #expect(images[0] == 42 / 255 && images[6] == 60 / 255)
        #expect(source.cursor == .start)
    }

    @Test func measuredConstantsWhitenTheData() throws {
        let dataset = smallDataset()
        let normalization = try PixelNormalization.measured(on: dataset)
        var source = BatchSource(
            evaluating: dataset, batchSize: 100, normalization: normalization)
        let images = try next(&source).images
        for channel in 0..<3 {
            let values = stride(from: channel, to: images.count, by: 3).map { Double(images[$0]) }
            let mean = values.reduce(0, +) / 200
            let squares = values.map { $0 * $0 }.reduce(0, +) / 200
            #expect(abs(mean) < 1e-5 && abs(squares - 1) < 1e-4)
        }
    }
}
