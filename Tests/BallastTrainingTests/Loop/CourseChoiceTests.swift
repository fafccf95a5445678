import BallastCore
import BallastDNNL
import BallastData
import BallastEvents
import BallastGraph
import BallastTraining
import Testing

/// What a configuration's keys about data and validation make of a run.
@Suite("Choices about the course of a run", .serialized)
struct CourseChoiceTests {
    private func configuration(
        _ change: (inout RunConfiguration) -> Void = { _ in }
    ) -> RunConfiguration {
        var configuration = RunConfiguration()
        configuration.data = "shapes7:train=40,test=14"
        configuration.model = "mlp:depth=1,width=16"
        configuration.batchSize = 8
        configuration.steps = 6
        configuration.threads = 1
        change(&configuration)
        return configuration
    }

    private func setup(
        _ configuration: RunConfiguration, data: RunData? = nil
    ) throws -> TrainingSetup {
        try TrainingSetup(configuration, data: data) { DNNLBackend(threads: $0) }
    }

    /// The positions of the images of some epochs.
    private func orders(_ setup: TrainingSetup, epochs: Int) throws -> [[Int]] {
        var source = setup.batches()
        var images = [Float](repeating: 0, count: source.imageElementCount)
        var labels = [Int32](repeating: 0, count: source.batchSize)
        return try (0..<epochs).map { _ in
            try (0..<source.batchesPerEpoch).flatMap { _ in
                try source.next(images: &images, labels: &labels).indices
            }
        }
    }

    private func losses(_ setup: TrainingSetup) throws -> [UInt64] {
        var losses: [UInt64] = []
        let loop = TrainingLoop(setup) { kind in
            if case .step(let record) = kind { losses.append(record.loss.bitPattern) }
        }
        _ = try loop.run(shouldStop: { false })
        return losses
    }

    @Test("the order is a new one, always the same, the data's or that of the classes")
    func order() throws {
        func orders(_ order: SampleOrder, seed: UInt64? = nil) throws -> [[Int]] {
            try self.orders(
                setup(
                    configuration {
                        $0.order = order
                        $0.orderSeed = seed
                    }), epochs: 2)
        }
        let shuffled = try orders(.shuffled)
        #expect(shuffled[0] != shuffled[1])
        #expect(try orders(.fixed) == [shuffled[0], shuffled[0]])
        #expect(try orders(.sequential) == Array(repeating: Array(0..<40), count: 2))
        let data = try setup(configuration()).data.train
        let sorted = (0..<40).sorted { (data.label(at: $0), $0) < (data.label(at: $1), $1) }
        #expect(try orders(.byClass) == [sorted, sorted])
        #expect(try orders(.shuffled, seed: 0) == shuffled, "0 is the seed")
        #expect(try orders(.shuffled, seed: 1)[0] != shuffled[0])
    }

    @Test(
        "every image is trained on once an epoch where the last batch is kept", arguments: [1, 2])
    func lastBatch(accumulate: Int) throws {
        let setup = try setup(
            configuration {
                $0.batchSize = 12
                $0.dropLast = false
                $0.accumulate = accumulate
                $0.steps = nil
                $0.epochs = 2
                $0.probes = .full
            })
        #expect(setup.stepsPerEpoch == 4 / accumulate && setup.totalSteps == 8 / accumulate)
        var sizes: [Int] = []
        var layers = 0
        let loop = TrainingLoop(setup) { kind in
            if case .step(let record) = kind {
                sizes.append(record.labelCounts?.reduce(0, +) ?? 0)
                #expect(record.loss.isFinite)
            }
            if case .layers = kind { layers += 1 }
        }
        #expect(try loop.run(shouldStop: { false }) == .completed)
        #expect(sizes == (accumulate == 1 ? [12, 12, 12, 4, 12, 12, 12, 4] : [24, 16, 24, 16]))
        #expect(layers > 0)
    }

    @Test("a seed of the order leaves initial weights alone")
    func orderSeed() throws {
        let usual = try setup(configuration())
        let other = try setup(configuration { $0.orderSeed = 1 })
        #expect(usual.engine.bits == other.engine.bits)
        #expect(try losses(usual) != losses(other))
    }

    @Test(
        "pixels are what the run stores",
        arguments: [(PixelScale.unit, Float(1)), (.bytes, Float(255))])
    func pixels(scale: PixelScale, end: Float) throws {
        let setup = try setup(configuration { $0.pixels = scale })
        var source = setup.batches()
        var images = [Float](repeating: 0, count: source.imageElementCount)
        var labels = [Int32](repeating: 0, count: source.batchSize)
        let info = try source.next(images: &images, labels: &labels)
        let bytes = try setup.data.train.pixels(at: info.indices[0])
        for (value, byte) in zip(images, bytes) {
            #expect(abs(value - Float(byte) / 255 * end) <= end * 1e-6)
        }
        let stored = PixelNormalization(setup.data.preprocessing)
        #expect(stored == setup.data.normalization)
    }

    private struct Scale: SampleTransform {
        var index: Int
        var factor: Float

        func apply(to values: UnsafeMutableBufferPointer<Float>, index: Int, epoch: Int) {
            guard index == self.index else { return }
            for element in values.indices { values[element] *= factor }
        }
    }

    @Test("data of one's own with a transform of training samples")
    func ownData() throws {
        let usual = try setup(configuration())
        func own(_ factor: Float) throws -> TrainingSetup {
            try setup(
                configuration(),
                data: RunData(
                    train: usual.data.train, validation: usual.data.validation,
                    transform: Scale(index: 3, factor: factor)))
        }
        let expected = try losses(usual)
        #expect(try losses(own(1)) == expected)
        let changed = try own(1e6)
        #expect(
            changed.data.digest == usual.data.digest
                && changed.validator.normalization == usual.validator.normalization)
        let found = try losses(changed)
        let order = try orders(usual, epochs: 1)[0]
        let place = try #require(order.firstIndex(of: 3)) / 8
        for step in 0..<5 {
            #expect((found[step] == expected[step]) == (step < place), "step \(step + 1)")
        }
    }

    @Test("statistics taken anew are kept, and training does not see them")
    func reestimation() throws {
        func run(_ batches: Int) throws -> (losses: [UInt64], setup: TrainingSetup) {
            let setup = try setup(
                configuration {
                    $0.normalization = .batch
                    $0.reestimate = batches
                    $0.validateEvery = .every(2)
                })
            return (try losses(setup), setup)
        }
        let (usual, anew) = (try run(0), try run(2))
        #expect(usual.losses == anew.losses)
        let (before, after) = (usual.setup.engine.bits, anew.setup.engine.bits)
        for (slot, bits) in before {
            #expect((after[slot] == bits) == (slot.kind != .runningStatistic), "\(slot.name)")
        }
        // The plain means over the coming batches, once more from the kept state.
        let engine = anew.setup.engine
        var source = anew.setup.batches()
        source.cursor = BatchCursor(epoch: 1, position: 8)
        try engine.reestimateStatistics(from: source, batches: 2)
        #expect(engine.bits == after)
    }
}
